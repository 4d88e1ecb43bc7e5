package sse.benchmarks.load.client;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts and latencies of the events that the subscribers of one loop have received. Confined to the loop. */
final class ReceiveStats {
    private static final int DIGITS = 3;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Histogram latency = new Histogram(LONGEST_NANOS, DIGITS);
    private long beganNanos = System.nanoTime();

    private long bytes;
    long deliveries;
    long missing;
    long duplicated;
    long reordered;
    /** Streams that ended without being closed here. */
    int ended;

    @Nullable
    String firstFailure;

    /** Counts an event that was published at one time and received at another. */
    void delivered(long publishedNanos, long receivedNanos) {
        deliveries++;
        latency.recordValue(Math.max(0, Math.min(receivedNanos - publishedNanos, LONGEST_NANOS)));
    }

    /** Counts bytes as they were sent, with the framing of HTTP, without that of TLS. */
    void received(int count) {
        bytes += count;
    }

    /** Counts a stream that ended. */
    void fail(Exception failure) {
        ended++;
        if (firstFailure == null) {
            firstFailure = String.valueOf(failure.getMessage());
        }
    }

    /** Starts a new window. Earlier failures stay counted. */
    void begin() {
        deliveries = 0;
        bytes = 0;
        latency.reset();
        beganNanos = System.nanoTime();
    }

    /** Returns the window so far, as the line that answers a command. */
    String report() {
        String figures = "deliveries=%d bytes=%d nanos=%d missing=%d duplicated=%d reordered=%d ended=%d %s"
                .formatted(
                        deliveries,
                        bytes,
                        System.nanoTime() - beganNanos,
                        missing,
                        duplicated,
                        reordered,
                        ended,
                        "p50=%d p99=%d p999=%d max=%d"
                                .formatted(
                                        latency.getValueAtPercentile(50),
                                        latency.getValueAtPercentile(99),
                                        latency.getValueAtPercentile(99.9),
                                        latency.getMaxValue()));
        return firstFailure == null ? figures : figures + " failure=" + firstFailure.replace(' ', '_');
    }
}
