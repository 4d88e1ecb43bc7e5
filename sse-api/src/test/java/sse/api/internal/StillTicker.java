package sse.api.internal;

import java.time.Duration;
import sse.api.Ticker;

/** A clock that stands still until it is moved, and runs nothing. */
public final class StillTicker implements Ticker {
    private volatile long nanos;

    public void advance(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Task every(Duration period, Runnable action) {
        return () -> {};
    }

    @Override
    public Task after(Duration delay, Runnable action) {
        return () -> {};
    }
}
