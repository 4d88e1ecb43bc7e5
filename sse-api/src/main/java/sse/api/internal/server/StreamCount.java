package sse.api.internal.server;

/** How many streams are open, and how many may be. Thread-safe. */
final class StreamCount {
    private final int limit;

    // Guarded by this.
    private int open;

    StreamCount(int limit) {
        this.limit = limit;
    }

    /** Counts one in, unless that is one too many. */
    synchronized boolean enter() {
        if (open >= limit) {
            return false;
        }
        open++;
        return true;
    }

    /** Counts one out. */
    synchronized void leave() {
        open--;
        if (open == 0) {
            notifyAll();
        }
    }

    synchronized int open() {
        return open;
    }

    /** Waits until none is open, for some time. */
    synchronized boolean awaitNone(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (open > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }
}
