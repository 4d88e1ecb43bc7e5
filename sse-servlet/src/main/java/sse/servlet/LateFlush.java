package sse.servlet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Flushes a response some more times after its last write, at intervals that double. Undertow misses a window of HTTP/2
 * that opens while another thread writes into it: the remaining bytes then wait for the next write or flush. Without
 * this class a few hundred streams with small windows are enough for one to stop for good. Confined to the lane.
 */
final class LateFlush {
    /** From 100 ms to 13 s, 26 s in all: that long a client may let its window shut before it reads on. */
    private static final int TIMES = 8;

    private static final long FIRST_MILLIS = 100;

    // Immutable after construction.
    private final AsyncResponse response;

    // Confined to the lane.
    private long writes;
    private boolean firstScheduled;

    LateFlush(AsyncResponse response) {
        this.response = response;
    }

    /** Called after each write. */
    void onWrite() {
        writes++;
        if (!firstScheduled) {
            firstScheduled = true;
            schedule(0, writes);
        }
    }

    /** In real time, whatever the service's ticker: what is waited for is a thread of the container. */
    private void schedule(int count, long after) {
        CompletableFuture.delayedExecutor(FIRST_MILLIS << count, TimeUnit.MILLISECONDS)
                .execute(() -> response.lane().loop().execute(() -> run(count, after)));
    }

    private void run(int count, long after) {
        if (count == 0) {
            firstScheduled = false;
        } else if (after != writes) {
            return; // The intervals have begun again.
        }
        if (response.flushAgain() && count + 1 < TIMES) {
            schedule(count + 1, writes);
        }
    }
}
