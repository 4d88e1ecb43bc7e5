package sse.api.internal.topic;

import java.time.Duration;
import sse.api.Ticker;

/** A clock that stands still until it is moved, and runs nothing. */
final class StillTicker implements Ticker {
    private volatile long nanos;

    void advance(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Task every(Duration period, Runnable action) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Task after(Duration delay, Runnable action) {
        throw new UnsupportedOperationException();
    }
}
