package sse.api.internal.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer without a thread: a test runs what is scheduled, and sees for when that was. */
final class HandDrivenTimer extends ScheduledThreadPoolExecutor {
    /** The delays it was asked for, in nanoseconds. */
    final List<Long> delays = new ArrayList<>();

    private final Queue<Scheduled> waiting = new ArrayDeque<>();

    HandDrivenTimer() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
        long nanos = unit.toNanos(delay);
        delays.add(nanos);
        Scheduled scheduled = new Scheduled(action, nanos);
        waiting.add(scheduled);
        return scheduled;
    }

    /** Runs what was scheduled first, unless it has been cancelled. */
    void runNext() {
        waiting.remove().run();
    }

    private static final class Scheduled extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long delayNanos;

        Scheduled(Runnable action, long delayNanos) {
            super(action, null);
            this.delayNanos = delayNanos;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(delayNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(delayNanos, other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
