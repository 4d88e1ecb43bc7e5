package sse.testkit;

import java.time.Duration;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;

/**
 * A ticker whose time changes only when a test {@linkplain #advance(Duration) advances} it. Thread-safe: any thread may
 * schedule tasks, and one thread at a time may advance. Has no thread and needs no closing.
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

    /** Creates a ticker whose time is zero. */
    public ManualTicker() {
        this(0);
    }

    /**
     * Creates a ticker with a given time. A time shortly before {@link Long#MAX_VALUE} reveals code under test that
     * does not compare times by subtraction, as {@link Ticker#nanoTime()} requires.
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
     * Advances the time and runs, in the calling thread, every action that becomes due: in the order of their due
     * times, and of their registration if these are equal. While an action runs, {@link #nanoTime()} returns its due
     * time. No tick is skipped. A task that an action schedules also runs if it becomes due; one that an action cancels
     * does not run.
     *
     * <p>If an action throws, the other actions and its own later ticks still run. At the end the first exception is
     * thrown, with the others as suppressed exceptions.
     *
     * @param time the time to add; zero runs the actions that are due
     * @throws IllegalArgumentException if the time is negative
     * @throws IllegalStateException if the ticker is being advanced already, by an action or another thread
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
     * Returns the number of pending tasks: periodic tasks that are not cancelled, and other tasks that are neither done
     * nor cancelled. A test that compares it before and after detects timers that were not cancelled.
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
            // A due time that saturated is never reached.
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

        // Guarded by tasks; changes only while the task is not in the queue.
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
