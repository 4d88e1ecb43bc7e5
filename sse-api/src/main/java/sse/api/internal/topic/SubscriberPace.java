package sse.api.internal.topic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import sse.api.internal.history.EntryLog;

/**
 * Holds a producer to the pace of the slowest subscriber, also of one that has never kept up, in a log that evicts
 * nothing which subscribers need; {@link PublishGate} holds publishers to those that keep up where entries are evicted.
 * A producer that has to wait does so until half of the distance has been read: it is woken rarely, and finds room for
 * many events.
 */
final class SubscriberPace {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private SubscriberPace() {}

    /**
     * How far subscribers may be behind.
     *
     * @param events the maximum number of events
     * @param condition while it holds, the producer waits
     */
    record Limit(long events, BooleanSupplier condition) {}

    static void await(TopicLanes lanes, EntryLog log, Limit limit) throws InterruptedException {
        if (distance(lanes, log) <= limit.events()) {
            return;
        }
        while (limit.condition().getAsBoolean() && distance(lanes, log) > limit.events() / 2) {
            lanes.signal(); // They count how far their subscribers are when they run.
            LockSupport.parkNanos(lanes, POLL_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static long distance(TopicLanes lanes, EntryLog log) {
        long head = log.head();
        return head - lanes.retainFrom(head);
    }
}
