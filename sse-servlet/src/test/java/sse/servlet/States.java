package sse.servlet;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for states. */
final class States {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private States() {}

    static void await(String what, BooleanSupplier state) {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("did not happen: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
