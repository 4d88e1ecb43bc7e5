package sse.api.internal.executor;

/** How many of something there are, and how many there may be. Thread-safe. */
public final class InFlight {
    private final int limit;

    // Guarded by this.
    private int present;

    public InFlight(int limit) {
        this.limit = limit;
    }

    /** Counts one in, unless that is one too many. */
    public synchronized boolean enter() {
        if (present >= limit) {
            return false;
        }
        present++;
        return true;
    }

    /** Counts one out. */
    public synchronized void leave() {
        present--;
        if (present == 0) {
            notifyAll();
        }
    }

    public synchronized int present() {
        return present;
    }

    /** Waits until there is none, for some time; says whether there is none. */
    public synchronized boolean awaitNone(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (present > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }
}
