package sse.stress;

import java.time.Duration;
import sse.api.Ticker;

/** A clock that stands still. */
public final class StillTicker implements Ticker {
    @Override
    public long nanoTime() {
        return 0;
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
