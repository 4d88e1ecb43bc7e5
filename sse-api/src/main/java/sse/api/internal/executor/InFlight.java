package sse.api.internal.executor;

/** A count of things in flight, with a limit. Thread-safe. */
public final class InFlight {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final int limit;

    // Guarded by this.
    private int count;

    /** Creates a count of zero. */
    public InFlight(int limit) {
        this.limit = limit;
    }

    /** Adds one. Returns false, and adds none, if the limit is reached. */
    public synchronized boolean tryEnter() {
        if (count >= limit) {
            return false;
        }
        count++;
        return true;
    }

    /** Subtracts one. */
    public synchronized void leave() {
        count--;
        if (count == 0) {
            notifyAll();
        }
    }

    /** Returns the count. */
    public synchronized int count() {
        return count;
    }

    /** Waits until the count is zero, for at most the timeout. Returns true if it is. */
    public synchronized boolean awaitZero(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (count > 0) {
            long remaining = deadline - System.nanoTime();
            if (remaining <= 0) {
                return false;
            }
            wait(remaining / NANOS_PER_MILLI + 1);
        }
        return true;
    }
}
