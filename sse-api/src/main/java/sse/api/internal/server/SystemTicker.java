package sse.api.internal.server;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;
import sse.api.internal.executor.SafeRunner;

/**
 * The ticker of the process, on one daemon thread that starts with the first task and ends some seconds after the last
 * one. Thread-safe.
 *
 * <p>The executor's own fixed rate catches up on missed runs in a burst, and stops at the first exception. A periodic
 * task is therefore a chain of single tasks: each run schedules the next one at the next multiple of the period that is
 * in the future. Scheduling and cancelling take O(log n), in the executor's heap.
 */
public final class SystemTicker implements Ticker {
    private static final SystemTicker SHARED = new SystemTicker(timer(), System::nanoTime);
    private static final long KEEP_ALIVE_SECONDS = 5;

    // Immutable after construction.
    private final ScheduledThreadPoolExecutor timer;
    private final LongSupplier clock;

    /** Creates a ticker of a timer and the clock that the timer uses. */
    SystemTicker(ScheduledThreadPoolExecutor timer, LongSupplier clock) {
        this.timer = timer;
        this.clock = clock;
    }

    /** Creates a timer whose thread ends when it is idle. */
    static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, SystemTicker::thread);
        timer.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Returns the shared instance. */
    public static Ticker shared() {
        return SHARED;
    }

    @Override
    public long nanoTime() {
        return clock.getAsLong();
    }

    @Override
    public Task every(Duration period, Runnable action) {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(action, "action");
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period must be positive: " + period);
        }
        Repeated task = new Repeated(action, saturatedNanos(period));
        task.scheduleFirst();
        return task;
    }

    @Override
    public Task after(Duration delay, Runnable action) {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(action, "action");
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
        ScheduledFuture<?> future =
                timer.schedule(() -> runReported(action), saturatedNanos(delay), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "sse-ticker", 0, false);
        thread.setDaemon(true);
        // Not that of the thread that scheduled the first task: JDK 17 inherits it, and so retains an application that
        // its container has stopped.
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        return thread;
    }

    private static void runReported(Runnable action) {
        SafeRunner.run("ticker action threw", action);
    }

    /** Returns the duration, at most half the range of the clock (146 years), so that differences stay ordered. */
    private static long saturatedNanos(Duration duration) {
        long limit = Long.MAX_VALUE / 2;
        return duration.compareTo(Duration.ofNanos(limit)) > 0 ? limit : duration.toNanos();
    }

    private final class Repeated implements Task, Runnable {
        // Immutable after construction.
        private final Runnable action;
        private final long periodNanos;

        // Guarded by this.
        private long dueNanos;
        private @Nullable ScheduledFuture<?> next;
        private boolean cancelled;

        Repeated(Runnable action, long periodNanos) {
            this.action = action;
            this.periodNanos = periodNanos;
        }

        synchronized void scheduleFirst() {
            dueNanos = nanoTime() + periodNanos;
            next = timer.schedule(this, periodNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            runReported(action);
            scheduleNext();
        }

        private synchronized void scheduleNext() {
            if (cancelled) {
                return;
            }
            long now = nanoTime();
            long missed = Math.max(0, (now - dueNanos) / periodNanos);
            dueNanos += (missed + 1) * periodNanos;
            next = timer.schedule(this, dueNanos - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            if (next != null) {
                next.cancel(false);
            }
        }
    }
}
