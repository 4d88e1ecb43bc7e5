package sse.api.internal.history;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;

/**
 * Evicts entries that have become too old from logs to which nothing is appended. Thread-safe.
 *
 * <p>All logs with the same ticker share one timer. A log that holds entries is in the queue once, with the time at
 * which it is looked at next: when its oldest entry is due, but at most once a second. So an append costs nothing, and
 * a log costs a step for each time that its oldest entry is due. A log that is no longer used is not retained.
 */
final class LogExpiry {
    /** How long an entry may be retained after its time. */
    private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

    /** How many logs are looked at before the ticker's other tasks run. */
    private static final int LOGS_PER_RUN = 256;

    // Guarded by itself.
    private static final Map<Ticker, LogExpiry> BY_TICKER = new WeakHashMap<>();

    // Guarded by this.
    private final PriorityQueue<Watched> queue = new PriorityQueue<>(LogExpiry::compare);
    private Ticker.@Nullable Task timer;
    private long timerNanos;

    /** A log that is or was in the queue. */
    static final class Watched extends WeakReference<RingLog> {
        // Written by any thread.
        private volatile boolean queued;

        // Guarded by the expiry.
        private long dueNanos;

        Watched(RingLog log) {
            super(log);
        }

        boolean isQueued() {
            return queued;
        }
    }

    private LogExpiry() {}

    /** Returns the expiry of all logs with a ticker. */
    static LogExpiry of(Ticker ticker) {
        synchronized (BY_TICKER) {
            return BY_TICKER.computeIfAbsent(ticker, key -> new LogExpiry());
        }
    }

    private static int compare(Watched one, Watched other) {
        return Long.signum(one.dueNanos - other.dueNanos);
    }

    /** Looks at a log when its oldest entry is due, unless the log is in the queue. */
    synchronized void watch(Watched watched, Ticker ticker, long dueNanos) {
        if (watched.queued) {
            return;
        }
        long now = ticker.nanoTime();
        watched.queued = true;
        watched.dueNanos = now + Math.max(dueNanos - now, PERIOD_NANOS);
        queue.add(watched);
        if (timer == null || watched.dueNanos - timerNanos < 0) {
            schedule(ticker, now, watched.dueNanos);
        }
    }

    private void schedule(Ticker ticker, long now, long atNanos) {
        if (timer != null) {
            timer.cancel();
        }
        timerNanos = atNanos;
        // The task does not hold the ticker, which a key of a weak map must not be held by its value.
        WeakReference<Ticker> weak = new WeakReference<>(ticker);
        timer = ticker.after(Duration.ofNanos(Math.max(0, atNanos - now)), () -> {
            Ticker present = weak.get();
            if (present != null) {
                run(present);
            }
        });
    }

    /** On the ticker's thread. */
    private void run(Ticker ticker) {
        long now = ticker.nanoTime();
        for (int i = 0; i < LOGS_PER_RUN; i++) {
            Watched due = pollDue(now);
            if (due == null) {
                break;
            }
            // In this order: a publisher that finds the log in the queue has appended before the log is looked at.
            due.queued = false;
            RingLog log = due.get();
            OptionalLong next = log == null ? OptionalLong.empty() : log.expire(now);
            next.ifPresent(nextNanos -> watch(due, ticker, nextNanos));
        }
        synchronized (this) {
            timer = null;
            Watched first = queue.peek();
            if (first != null) {
                schedule(ticker, now, first.dueNanos);
            }
        }
    }

    private synchronized @Nullable Watched pollDue(long now) {
        Watched first = queue.peek();
        return first != null && first.dueNanos - now <= 0 ? queue.poll() : null;
    }
}
