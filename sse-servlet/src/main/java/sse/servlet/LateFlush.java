package sse.servlet;

import java.time.Duration;

/**
 * Flushes a response some more times after its last write. Undertow misses a window of HTTP/2 that opens while another
 * thread writes into it: the remaining bytes then wait for the next write or flush. Confined to the lane.
 */
final class LateFlush {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int TIMES = 3;

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
            response.mount()
                    .context()
                    .ticker()
                    .after(INTERVAL, () -> response.lane().loop().execute(this::run));
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
