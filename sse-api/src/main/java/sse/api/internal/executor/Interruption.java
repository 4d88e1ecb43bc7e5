package sse.api.internal.executor;

import org.jspecify.annotations.Nullable;

/**
 * Interrupts a thread while it runs a piece of user code, and not before or after. Thread-safe; for one run.
 *
 * <p>Leaving and interrupting exclude each other, and leaving clears the interrupt status if it was set here, so no
 * interrupt is left to what the thread does next.
 */
public final class Interruption {
    // Guarded by this.
    private @Nullable Thread running;
    private boolean requested;

    /** Creates one for code that has not begun. */
    public Interruption() {}

    /** Begins on the calling thread, interrupted if that was requested before. */
    public synchronized void enter() {
        running = Thread.currentThread();
        if (requested) {
            running.interrupt();
        }
    }

    /** Ends on the thread that began. */
    public synchronized void leave() {
        running = null;
        if (requested) {
            Thread.interrupted();
        }
    }

    /** Interrupts the code if it runs, or as soon as it begins. Does not block; has no effect once it has ended. */
    public synchronized void interrupt() {
        requested = true;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Returns true if the code was to be interrupted. */
    public synchronized boolean isRequested() {
        return requested;
    }
}
