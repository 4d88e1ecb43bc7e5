package sse.nio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sse.api.Ticker;

/** Time that a test moves by hand. Actions run in the caller of {@link #advance}. */
final class HandTicker implements Ticker {
    private final List<Entry> entries = new ArrayList<>();
    private long now;
    private boolean refusing;

    private final class Entry implements Task {
        final Runnable action;
        final long period;
        long due;

        Entry(Runnable action, long due, long period) {
            this.action = action;
            this.due = due;
            this.period = period;
        }

        @Override
        public void cancel() {
            synchronized (HandTicker.this) {
                entries.remove(this);
            }
        }
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Task every(Duration period, Runnable action) {
        if (refusing) {
            throw new IllegalStateException("a failure, made by the test");
        }
        return add(action, period.toNanos(), period.toNanos());
    }

    @Override
    public Task after(Duration delay, Runnable action) {
        return add(action, delay.toNanos(), 0);
    }

    /** Says whether it fails whenever it is asked for something periodic. */
    synchronized void refusing(boolean value) {
        refusing = value;
    }

    /** Returns how many actions wait. */
    synchronized int pending() {
        return entries.size();
    }

    void advance(Duration time) {
        List<Runnable> due = new ArrayList<>();
        synchronized (this) {
            now += time.toNanos();
            for (Entry entry : List.copyOf(entries)) {
                if (now - entry.due >= 0) {
                    due.add(entry.action);
                    entry.due = now + entry.period;
                    if (entry.period == 0) {
                        entries.remove(entry);
                    }
                }
            }
        }
        due.forEach(Runnable::run);
    }

    private synchronized Task add(Runnable action, long delay, long period) {
        Entry entry = new Entry(action, now + delay, period);
        entries.add(entry);
        return entry;
    }
}
