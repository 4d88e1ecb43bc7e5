package sse.api.internal.topic;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sse.api.Event;
import sse.api.internal.history.RingLog;

/**
 * Holds publishers until the subscribers that keep up have read what the next events would evict. Thread-safe.
 *
 * <p>A publisher that has to wait does so until half of the log has been read: it is woken rarely, and finds room for
 * many events. It asks from time to time, because lanes must not pay for publishers that do not wait. When its time is
 * over, the subscribers in the older half count as slow, so that the next publisher does not wait for them.
 */
final class PublishGate {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    // Immutable after construction.
    private final TopicLanes lanes;
    private final RingLog log;

    // Written by any publisher, read by lanes.
    private volatile long slowBefore;

    PublishGate(TopicLanes lanes, RingLog log) {
        this.lanes = lanes;
        this.log = log;
    }

    /** Returns a position before which no subscriber keeps up: one that has lost events does not either. */
    long slowBefore() {
        return Math.max(slowBefore, log.evictedBefore());
    }

    /** Waits for room, at most for a time. */
    void await(List<Event> events, Duration timeout) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (lanes.isEmpty() || !log.wouldEvictFrom(read(), events)) {
            return;
        }
        long start = System.nanoTime();
        long limit = timeout.compareTo(Duration.ofDays(1)) < 0
                ? timeout.toNanos()
                : Duration.ofDays(1).toNanos();
        while (distance() > log.size() / 2 || log.wouldEvictFrom(read(), events)) {
            long left = limit - (System.nanoTime() - start);
            if (left <= 0) {
                slowBefore = Math.max(slowBefore, log.head() - log.size() / 2);
                return;
            }
            lanes.signal();
            LockSupport.parkNanos(this, Math.min(left, POLL_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Returns by how many events the slowest lane is behind, without subscribers that do not keep up. */
    long distance() {
        return log.head() - read();
    }

    private long read() {
        return lanes.readByHealthy(log.head());
    }
}
