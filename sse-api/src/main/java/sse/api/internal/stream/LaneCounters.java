package sse.api.internal.stream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import sse.api.CompressionStatistics;
import sse.api.LaneStatistics;
import sse.api.internal.wire.gzip.GzipCounters;

/** The counters of a lane. Those that only the lane writes cost a load and a store. */
public final class LaneCounters {
    // Written on the lane, read by any thread.
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong queueDelayNanos = new AtomicLong();
    private final AtomicLong busyNanos = new AtomicLong();
    private final AtomicLong sentEvents = new AtomicLong();
    private final AtomicLong sentBytes = new AtomicLong();
    private final GzipCounters gzip = new GzipCounters();

    // Written by any thread.
    private final LongAdder droppedEvents = new LongAdder();

    /** Counts events that a connection has accepted, to their end or in part. On the lane. */
    public void countSentEvents(long events) {
        add(sentEvents, events);
    }

    /** Counts bytes that a connection has accepted, of a stream that is not compressed. On the lane. */
    void countSentBytes(long bytes) {
        add(sentBytes, bytes);
    }

    /** Counts a run. On the lane. */
    void countRun(long signalledNanos, long startNanos, long endNanos) {
        add(runs, 1);
        add(queueDelayNanos, startNanos - signalledNanos);
        add(busyNanos, endNanos - startNanos);
    }

    /** Counts an event that the overflow policy has dropped. Any thread. */
    void countDroppedEvent() {
        droppedEvents.increment();
    }

    /** Returns the counters of the streams that are compressed. */
    GzipCounters gzip() {
        return gzip;
    }

    /** Returns a snapshot. */
    public LaneStatistics statistics() {
        return LaneStatistics.builder()
                .runs(runs.get())
                .queueDelay(Duration.ofNanos(queueDelayNanos.get()))
                .busy(Duration.ofNanos(busyNanos.get()))
                .sentEvents(sentEvents.get())
                .droppedEvents(droppedEvents.sum())
                .sentBytes(sentBytes.get() + gzip.sentBytes())
                .compression(CompressionStatistics.builder()
                        .bytesBefore(gzip.bytesBefore())
                        .bytesAfter(gzip.bytesAfter())
                        .keyframes(gzip.keyframes())
                        .compressors(gzip.compressors())
                        .build())
                .build();
    }

    private static void add(AtomicLong counter, long count) {
        counter.lazySet(counter.getPlain() + count);
    }
}
