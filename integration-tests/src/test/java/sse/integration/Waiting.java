package sse.integration;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens on other threads, with a deadline. */
final class Waiting {
    private static final long DEADLINE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private Waiting() {}

    static void until(String what, BooleanSupplier condition) {
        untilEmpty(() -> condition.getAsBoolean() ? "" : what);
    }

    /** Waits until there is nothing left of what is missing; after the deadline that is the message. */
    static void untilEmpty(Supplier<String> missing) {
        long start = System.nanoTime();
        for (String left = missing.get(); !left.isEmpty(); left = missing.get()) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                throw new AssertionError("not within 30 s: " + left);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
