package sse.api.spi.support;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;

/**
 * A clock for deadlines, which hardly advances while the process is stopped: by a signal, with its virtual machine, for
 * a long garbage collection. A peer cannot be served then, so that this time must not count against it.
 *
 * <pre>
 *   ticks    |    |    |    |  stopped for any time       |    |    |
 *   counted  |----|----|----|--------.....................|----|----|
 *                             two periods at most
 * </pre>
 *
 * <p>The clock advances with a {@link Ticker}, but by no more than two periods from one tick to the next. While it is
 * not started there are no ticks, so it stands still as well. It never moves backwards.
 *
 * <p>The time may be read by any thread; starting and stopping are for one thread.
 */
public final class DeadlineClock {
    private static final int COUNTED_PERIODS = 2;

    /** When a tick came, by the ticker, and what this clock showed then. */
    private record Tick(long tickerNanos, long clockNanos) {}

    // Immutable after construction.
    private final Ticker ticker;
    private final Duration period;
    private final long countedNanos;

    // Written by the ticker, read by any thread.
    private volatile Tick last;

    // Confined to the thread that starts and stops the clock.
    private Ticker.@Nullable Task ticking;

    /**
     * Creates a clock that shows zero and does not run.
     *
     * @param ticker the source of time
     * @param period the time between two ticks; positive
     */
    public DeadlineClock(Ticker ticker, Duration period) {
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        this.period = Objects.requireNonNull(period, "period");
        this.countedNanos = period.multipliedBy(COUNTED_PERIODS).toNanos();
        this.last = new Tick(ticker.nanoTime(), 0);
    }

    /**
     * Starts the clock, unless it runs. If this method throws, it does not run.
     *
     * @param onTick called by the ticker at each tick, when the clock has advanced; must not block
     */
    public void start(Runnable onTick) {
        if (ticking != null) {
            return;
        }
        tick();
        ticking = ticker.every(period, () -> {
            tick();
            onTick.run();
        });
    }

    /** Stops the clock, if it runs. */
    public void stop() {
        if (ticking != null) {
            tick();
            ticking.cancel();
            ticking = null;
        }
    }

    /**
     * Returns the time.
     *
     * @return the time in nanoseconds, comparable only with other values of the same clock
     */
    public long nanoTime() {
        return clockNanos(last, ticker.nanoTime());
    }

    private void tick() {
        long now = ticker.nanoTime();
        last = new Tick(now, clockNanos(last, now));
    }

    private long clockNanos(Tick tick, long now) {
        return tick.clockNanos() + Math.max(0, Math.min(now - tick.tickerNanos(), countedNanos));
    }
}
