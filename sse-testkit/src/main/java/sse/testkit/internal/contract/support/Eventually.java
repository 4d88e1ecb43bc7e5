package sse.testkit.internal.contract.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions that other threads establish, by polling until a deadline. */
public final class Eventually {
    /** How long the methods wait. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final long PAUSE_NANOS = 500_000;

    private Eventually() {}

    /** Returns when the condition holds. */
    public static void holds(String what, BooleanSupplier condition) {
        becomes(what, true, condition::getAsBoolean);
    }

    /** Returns true if the condition holds within a time. */
    public static boolean holdsWithin(Duration time, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start >= time.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    /** Returns when the value is as expected. */
    public static <T> void becomes(String what, T expected, Supplier<T> actual) {
        long start = System.nanoTime();
        while (true) {
            T value = actual.get();
            if (expected.equals(value)) {
                return;
            }
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new AssertionError(what + " must become " + expected + " within " + DEADLINE + ": " + value);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting: " + what + " is " + value);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
