package sse.api.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sse.api.Ticker;

/** Time for the tests of this module, which cannot use the test kit: it would be a circle. */
public final class HandDrivenTicker implements Ticker {
    private final List<Waiting> waiting = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1_000_000; // The clock may wrap round at any time.

    private final class Waiting implements Task {
        final Runnable action;
        final long period;
        long due;

        Waiting(Runnable action, long due, long period) {
            this.action = action;
            this.due = due;
            this.period = period;
        }

        @Override
        public void cancel() {
            waiting.remove(this);
        }
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Task every(Duration period, Runnable action) {
        return add(new Waiting(action, now + period.toNanos(), period.toNanos()));
    }

    @Override
    public Task after(Duration delay, Runnable action) {
        return add(new Waiting(action, now + delay.toNanos(), 0));
    }

    private Task add(Waiting task) {
        waiting.add(task);
        return task;
    }

    public void advance(Duration duration) {
        long end = now + duration.toNanos();
        while (true) {
            Waiting next = waiting.stream()
                    .filter(task -> task.due - end <= 0)
                    .min(Comparator.comparingLong(task -> task.due - end))
                    .orElse(null);
            if (next == null) {
                now = end;
                return;
            }
            now = next.due;
            next.due += next.period;
            if (next.period == 0) {
                waiting.remove(next);
            }
            next.action.run();
        }
    }

    /** Moves the clock as if the process had been stopped: what has become due runs once, at the next advance. */
    public void jump(Duration duration) {
        now += duration.toNanos();
        for (Waiting task : waiting) {
            if (task.due - now < 0) {
                task.due = now;
            }
        }
    }

    public int tasks() {
        return waiting.size();
    }
}
