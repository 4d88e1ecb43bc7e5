package sse.api;

import java.time.Duration;
import java.util.Objects;

/**
 * What one lane (an event loop of {@code nio}, a serial worker of {@code jdkhttp}) has done since it was made.
 * Immutable. The difference of two snapshots tells how busy it is: {@code busy} by the time between them, and the mean
 * time that events wait for it: {@code queueDelay} by {@code runs}.
 *
 * @param runs how often it has had something to do, any number of events at once
 * @param queueDelay how long, in all, turns were asked for before they began
 * @param busy how long, in all, they took
 * @param sentEvents events handed to connections: one published to 1,000 streams counts 1,000
 * @param droppedEvents events that {@link OverflowPolicy#DROP_OLDEST} and {@link OverflowPolicy#DROP_NEWEST} have
 *     dropped
 * @param sentBytes bytes of event streams handed to connections, heartbeats included, HTTP framing not
 */
public record LaneStatistics(
        long runs, Duration queueDelay, Duration busy, long sentEvents, long droppedEvents, long sentBytes) {
    /**
     * Checks every part.
     *
     * @param runs how often it has had something to do
     * @param queueDelay how long, in all, turns were asked for before they began
     * @param busy how long, in all, they took
     * @param sentEvents events handed to connections
     * @param droppedEvents events that overflow policies have dropped; what a topic's history moved past is not counted
     *     here, see {@link Subscription#lostEvents()}
     * @param sentBytes bytes of event streams handed to connections
     */
    public LaneStatistics {
        Objects.requireNonNull(queueDelay, "queueDelay");
        Objects.requireNonNull(busy, "busy");
    }
}
