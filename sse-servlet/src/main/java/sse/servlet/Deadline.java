package sse.servlet;

import java.time.Duration;
import sse.api.Ticker;

/**
 * A timeout against which the time does not count in which the process is stopped, but for an eighth of it: it elapses
 * in eight steps, each scheduled when the one before it is over. Thread-safe.
 */
final class Deadline {
    private static final int STEPS = 8;

    private final Ticker ticker;
    private final Duration step;
    private final Runnable action;

    // Guarded by this.
    private Ticker.Task next;
    private int steps = STEPS;
    private boolean cancelled;

    private Deadline(Ticker ticker, Duration timeout, Runnable action) {
        this.ticker = ticker;
        this.step = timeout.dividedBy(STEPS);
        this.action = action;
        this.next = ticker.after(step, this::onStep);
    }

    /** Starts a timeout, after which an action runs on the ticker's thread. */
    static Deadline start(Ticker ticker, Duration timeout, Runnable action) {
        return new Deadline(ticker, timeout, action);
    }

    /** Prevents the action, unless it has begun. */
    synchronized void cancel() {
        cancelled = true;
        next.cancel();
    }

    private void onStep() {
        if (isOver()) {
            action.run();
        }
    }

    private synchronized boolean isOver() {
        if (cancelled) {
            return false;
        }
        steps--;
        if (steps > 0) {
            next = ticker.after(step, this::onStep);
        }
        return steps == 0;
    }
}
