package sse.history.file;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * When a history forces to the disk, and when it looks for segments that are too old, whether or not something is
 * appended. Thread-safe.
 */
final class Upkeep {
    private static final Duration LONGEST_CHECK_INTERVAL = Duration.ofMinutes(1);

    // Immutable after construction.
    private final Optional<Duration> forceInterval;
    private final Optional<Duration> checkInterval;
    private final Retention retention;

    // Guarded by this.
    private boolean forceScheduled;
    private long forceNanos;
    private long checkNanos;

    Upkeep(Flush flush, Retention retention) {
        this.forceInterval = flush.interval();
        this.checkInterval = retention.age().map(age -> {
            Duration part = age.dividedBy(4).plusMillis(1);
            return part.compareTo(LONGEST_CHECK_INTERVAL) < 0 ? part : LONGEST_CHECK_INTERVAL;
        });
        this.retention = retention;
        this.checkNanos = System.nanoTime();
    }

    /** Does what is due. For the thread that has the right to write. */
    void run(LogWriter writer) throws IOException {
        if (takeForce()) {
            writer.force();
        }
        if (takeCheck()) {
            writer.removeExpired(retention);
        }
    }

    private synchronized boolean takeForce() {
        boolean due = forceScheduled && System.nanoTime() - forceNanos >= 0;
        forceScheduled &= !due;
        return due;
    }

    private synchronized boolean takeCheck() {
        long now = System.nanoTime();
        if (checkInterval.isEmpty() || now - checkNanos < 0) {
            return false;
        }
        checkNanos = now + checkInterval.get().toNanos();
        return true;
    }

    /** Schedules a force of what was written, if the policy wants one and none is scheduled. Returns true if it did. */
    synchronized boolean scheduleForce(boolean unforced) {
        if (!unforced || forceScheduled || forceInterval.isEmpty()) {
            return false;
        }
        forceNanos = System.nanoTime() + forceInterval.get().toNanos();
        forceScheduled = true;
        return true;
    }

    /** Returns how long nothing is due; 0 if something is. */
    synchronized long millisUntilDue() {
        long now = System.nanoTime();
        long nanos = Long.MAX_VALUE;
        if (forceScheduled) {
            nanos = Math.max(0, forceNanos - now);
        }
        if (checkInterval.isPresent()) {
            nanos = Math.min(nanos, Math.max(0, checkNanos - now));
        }
        return nanos == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }
}
