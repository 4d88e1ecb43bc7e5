package sse.testkit;

import java.time.Duration;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;

/**
 * A ticker whose time stands still until a test moves it. Thread-safe: tasks may come from any thread, and one thread
 * at a time may {@linkplain #advance(Duration) advance}. Has no thread of its own, and nothing to close.
 */
public final class ManualTicker implements Ticker {
    // Immutable after construction.
    private final long startNanos;

    // Guarded by tasks.
    private final NavigableSet<ManualTask> tasks = new TreeSet<>(
            Comparator.<ManualTask>comparingLong(task -> task.dueNanos).thenComparingLong(task -> task.number));
    private long elapsedNanos;
    private long tasksMade;
    private boolean advancing;

    /** Starts at zero. */
    public ManualTicker() {
        this(0);
    }

    /**
     * Starts at a chosen time. One shortly before {@link Long#MAX_VALUE} shows whether the code under test compares
     * times by subtraction, as {@link Ticker#nanoTime()} asks.
     *
     * @param startNanos the first value of {@link #nanoTime()}
     */
    public ManualTicker(long startNanos) {
        this.startNanos = startNanos;
    }

    @Override
    public long nanoTime() {
        synchronized (tasks) {
            return startNanos + elapsedNanos;
        }
    }

    @Override
    public Task every(Duration period, Runnable action) {
        Objects.requireNonNull(action, "action");
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period must be positive: " + period);
        }
        return add(saturatedNanos(period), saturatedNanos(period), action);
    }

    @Override
    public Task after(Duration delay, Runnable action) {
        Objects.requireNonNull(action, "action");
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
        return add(saturatedNanos(delay), 0, action);
    }

    /**
     * Moves time forward and runs, in the calling thread, every action that comes due on the way: in the order of their
     * times, and at the same time in the order they were registered. While an action runs, {@link #nanoTime()} is the
     * time it was due. No tick is skipped, however far time moves. What an action schedules runs too if it is due by
     * the end; what it cancels does not.
     *
     * <p>An action that throws keeps neither the others nor its own later runs from running. When time has arrived, the
     * first exception is thrown, with the others as its suppressed ones.
     *
     * @param time how far to move; zero runs what is due now
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if time is being moved already, by an action or another thread
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time must not move backwards: " + time);
        }
        long targetNanos = begin(saturatedNanos(time));
        @Nullable Throwable failure = null;
        try {
            for (ManualTask task = next(targetNanos); task != null; task = next(targetNanos)) {
                failure = run(task, failure);
            }
        } finally {
            end(targetNanos);
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /**
     * Returns how many tasks are still to run: the periodic ones that are not cancelled, and the others that are
     * neither done nor cancelled. A test that compares it before and after finds the timers that were left behind.
     *
     * @return the number of tasks
     */
    public int pendingTasks() {
        synchronized (tasks) {
            return tasks.size();
        }
    }

    /** Returns the time that has passed and the number of tasks. */
    @Override
    public String toString() {
        synchronized (tasks) {
            return "ManualTicker[" + Duration.ofNanos(elapsedNanos) + ", " + tasks.size() + " tasks]";
        }
    }

    private Task add(long delayNanos, long periodNanos, Runnable action) {
        synchronized (tasks) {
            ManualTask task = new ManualTask(tasksMade++, periodNanos, action);
            task.dueNanos = saturatedSum(elapsedNanos, delayNanos);
            tasks.add(task);
            return task;
        }
    }

    private long begin(long nanos) {
        synchronized (tasks) {
            if (advancing) {
                throw new IllegalStateException("advance must not be called while it runs: " + this);
            }
            advancing = true;
            // What saturated is due at the end of time, which never comes.
            return Math.min(saturatedSum(elapsedNanos, nanos), Long.MAX_VALUE - 1);
        }
    }

    private @Nullable ManualTask next(long targetNanos) {
        synchronized (tasks) {
            if (tasks.isEmpty() || tasks.first().dueNanos > targetNanos) {
                return null;
            }
            ManualTask task = tasks.first();
            tasks.remove(task);
            elapsedNanos = task.dueNanos;
            if (task.periodNanos > 0) {
                task.dueNanos = saturatedSum(task.dueNanos, task.periodNanos);
                tasks.add(task);
            }
            return task;
        }
    }

    private void end(long targetNanos) {
        synchronized (tasks) {
            elapsedNanos = targetNanos;
            advancing = false;
        }
    }

    private static @Nullable Throwable run(ManualTask task, @Nullable Throwable earlier) {
        try {
            task.action.run();
            return earlier;
        } catch (Exception | Error failure) {
            if (earlier == null) {
                return failure;
            }
            if (earlier != failure) {
                earlier.addSuppressed(failure);
            }
            return earlier;
        }
    }

    private static long saturatedNanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : duration.toNanos();
    }

    private static long saturatedSum(long nanos, long more) {
        return nanos > Long.MAX_VALUE - more ? Long.MAX_VALUE : nanos + more;
    }

    private final class ManualTask implements Task {
        // Immutable after construction.
        final long number;
        final long periodNanos;
        final Runnable action;

        // Guarded by tasks; changes only while the task is not among them.
        long dueNanos;

        ManualTask(long number, long periodNanos, Runnable action) {
            this.number = number;
            this.periodNanos = periodNanos;
            this.action = action;
        }

        @Override
        public void cancel() {
            synchronized (tasks) {
                tasks.remove(this);
            }
        }
    }
}
