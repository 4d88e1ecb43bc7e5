package sse.api;

import java.time.Duration;
import sse.api.internal.server.SystemTicker;

/**
 * A monotonic clock that also schedules: actions run after a delay or at a fixed rate. Thread-safe. Tests use an
 * implementation that they advance by hand.
 *
 * <p>An action runs on the ticker's own thread and must neither block nor take long; longer work is submitted to an
 * executor, as {@link EventStream#every} does. An action that throws is reported to the log and neither stops the
 * ticker nor its own later runs.
 */
public interface Ticker {
    /**
     * Returns the ticker that the process shares, driven by {@link System#nanoTime()}.
     *
     * <p>Its thread is a daemon, starts with the first action, and ends some seconds after the last one.
     *
     * @return the shared ticker; never closed
     */
    static Ticker system() {
        return SystemTicker.shared();
    }

    /**
     * Returns the monotonic time in nanoseconds, comparable only with other values of the same ticker and, as with
     * {@link System#nanoTime()}, only by subtraction.
     *
     * @return the time in nanoseconds
     */
    long nanoTime();

    /**
     * Runs an action at a fixed rate: first after one period, then at whole multiples of it from now. It does not
     * drift. After a pause (a suspended machine, a slow action) the missed ticks are skipped, not made up for.
     *
     * @param period the time between two runs; must be positive
     * @param action what runs
     * @return the task, to be cancelled when it is no longer needed
     * @throws IllegalArgumentException if the period is zero or negative
     */
    Task every(Duration period, Runnable action);

    /**
     * Runs an action once.
     *
     * @param delay how long from now; must not be negative
     * @param action what runs
     * @return the task, which may be cancelled until it has run
     * @throws IllegalArgumentException if the delay is negative
     */
    Task after(Duration delay, Runnable action);

    /** An action that waits for its time. Thread-safe. */
    interface Task {
        /**
         * Takes the action out of the ticker, in O(log n) or better. A run under way is not interrupted and may still
         * end after this returns. Does nothing if the task is done or cancelled.
         */
        void cancel();
    }
}
