package sse.api.internal.stream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import sse.api.LaneStatistics;

/** What a lane has done. What the lane itself counts costs a load and a store, because nobody else writes it. */
public final class LaneCounters {
    // Written on the lane, read by any thread.
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong waitingNanos = new AtomicLong();
    private final AtomicLong busyNanos = new AtomicLong();
    private final AtomicLong sentEvents = new AtomicLong();
    private final AtomicLong sentBytes = new AtomicLong();

    // Written by any thread.
    private final LongAdder droppedEvents = new LongAdder();

    /** Counts events whose last byte a connection has taken, or the stream will not rest before it has. On the lane. */
    public void countSentEvents(long events) {
        add(sentEvents, events);
    }

    /** Counts bytes that a connection has taken. On the lane. */
    void countSentBytes(long bytes) {
        add(sentBytes, bytes);
    }

    /** Counts a turn that was asked for at one time, began at another and ends now. On the lane. */
    void countTurn(long askedNanos, long beganNanos, long endsNanos) {
        add(turns, 1);
        add(waitingNanos, beganNanos - askedNanos);
        add(busyNanos, endsNanos - beganNanos);
    }

    /** Counts an event that a policy has dropped. Any thread. */
    void countDroppedEvent() {
        droppedEvents.increment();
    }

    /** Returns the counts. */
    public LaneStatistics statistics() {
        return new LaneStatistics(
                turns.get(),
                Duration.ofNanos(waitingNanos.get()),
                Duration.ofNanos(busyNanos.get()),
                sentEvents.get(),
                droppedEvents.sum(),
                sentBytes.get());
    }

    private static void add(AtomicLong counter, long count) {
        counter.lazySet(counter.getPlain() + count);
    }
}
