package sse.servlet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Flushes a response some more times after its last write. Undertow misses a window of HTTP/2 that opens while another
 * thread writes into it: the remaining bytes then wait for the next write or flush. Without this class a few hundred
 * streams with small windows are enough for one to stop for good. Confined to the lane.
 */
final class LateFlush {
    private static final int TIMES = 3;

    /** In real time, whatever the service's ticker: what is waited for is a thread of the container. */
    private static final Executor LATER = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    // Immutable after construction.
    private final AsyncResponse response;

    // Confined to the lane.
    private int remaining;
    private boolean scheduled;

    LateFlush(AsyncResponse response) {
        this.response = response;
    }

    /** Called after each write. */
    void onWrite() {
        remaining = TIMES;
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            LATER.execute(() -> response.lane().loop().execute(this::run));
        }
    }

    private void run() {
        scheduled = false;
        remaining--;
        if (response.flushAgain() && remaining > 0) {
            schedule();
        }
    }
}
