package sse.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one lane (an event loop of {@code nio}, a serial worker of {@code jdkhttp}) has done since it was created.
 *
 * <p>The difference of two snapshots shows how busy a lane is: {@link #busy} divided by the time between them is its
 * utilization, {@link #queueDelay} divided by {@link #runs} the mean delay of its work.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class LaneStatistics {
    private final long runs;
    private final Duration queueDelay;
    private final Duration busy;
    private final long sentEvents;
    private final long droppedEvents;
    private final long sentBytes;
    private final CompressionStatistics compression;

    private LaneStatistics(Builder from) {
        this.runs = from.runs;
        this.queueDelay = from.queueDelay;
        this.busy = from.busy;
        this.sentEvents = from.sentEvents;
        this.droppedEvents = from.droppedEvents;
        this.sentBytes = from.sentBytes;
        this.compression = from.compression;
    }

    /**
     * Creates a builder in which everything is zero, for tests of programs that read statistics.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns how often the lane has run.
     *
     * @return the number of runs, each for any number of events
     */
    public long runs() {
        return runs;
    }

    /**
     * Returns the time from the request of a run to its begin.
     *
     * @return the sum over all runs
     */
    public Duration queueDelay() {
        return queueDelay;
    }

    /**
     * Returns the time that runs have taken.
     *
     * @return the sum over all runs
     */
    public Duration busy() {
        return busy;
    }

    /**
     * Returns the number of events passed to connections.
     *
     * @return the number; an event published to 1,000 streams counts 1,000 times
     */
    public long sentEvents() {
        return sentEvents;
    }

    /**
     * Returns the number of events that {@link OverflowPolicy#DROP_OLDEST} and {@link OverflowPolicy#DROP_NEWEST} have
     * dropped.
     *
     * @return the number, without those counted by {@link Subscription#lostEvents()}
     */
    public long droppedEvents() {
        return droppedEvents;
    }

    /**
     * Returns the number of bytes of event streams passed to connections.
     *
     * @return the number, with heartbeats and without HTTP framing; of compressed streams, as they were sent
     */
    public long sentBytes() {
        return sentBytes;
    }

    /**
     * Returns what was sent to compressed streams.
     *
     * @return the statistics
     */
    public CompressionStatistics compression() {
        return compression;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LaneStatistics that
                && runs == that.runs
                && queueDelay.equals(that.queueDelay)
                && busy.equals(that.busy)
                && sentEvents == that.sentEvents
                && droppedEvents == that.droppedEvents
                && sentBytes == that.sentBytes
                && compression.equals(that.compression);
    }

    @Override
    public int hashCode() {
        return Objects.hash(runs, queueDelay, busy, sentEvents, droppedEvents, sentBytes, compression);
    }

    /** Returns all values. */
    @Override
    public String toString() {
        return "LaneStatistics[runs=" + runs + ", queueDelay=" + queueDelay + ", busy=" + busy + ", sentEvents="
                + sentEvents + ", droppedEvents=" + droppedEvents + ", sentBytes=" + sentBytes + ", compression="
                + compression + "]";
    }

    /** Builds {@link LaneStatistics}. For use by one thread at a time. */
    public static final class Builder {
        private long runs;
        private Duration queueDelay = Duration.ZERO;
        private Duration busy = Duration.ZERO;
        private long sentEvents;
        private long droppedEvents;
        private long sentBytes;
        private CompressionStatistics compression =
                CompressionStatistics.builder().build();

        private Builder() {}

        /**
         * Sets the number of runs.
         *
         * @param runs see {@link LaneStatistics#runs}
         * @return this builder
         */
        public Builder runs(long runs) {
            this.runs = runs;
            return this;
        }

        /**
         * Sets the delay of all runs.
         *
         * @param queueDelay see {@link LaneStatistics#queueDelay}
         * @return this builder
         */
        public Builder queueDelay(Duration queueDelay) {
            this.queueDelay = Objects.requireNonNull(queueDelay, "queueDelay");
            return this;
        }

        /**
         * Sets the duration of all runs.
         *
         * @param busy see {@link LaneStatistics#busy}
         * @return this builder
         */
        public Builder busy(Duration busy) {
            this.busy = Objects.requireNonNull(busy, "busy");
            return this;
        }

        /**
         * Sets the number of events passed to connections.
         *
         * @param sentEvents see {@link LaneStatistics#sentEvents}
         * @return this builder
         */
        public Builder sentEvents(long sentEvents) {
            this.sentEvents = sentEvents;
            return this;
        }

        /**
         * Sets the number of dropped events.
         *
         * @param droppedEvents see {@link LaneStatistics#droppedEvents}
         * @return this builder
         */
        public Builder droppedEvents(long droppedEvents) {
            this.droppedEvents = droppedEvents;
            return this;
        }

        /**
         * Sets the number of bytes passed to connections.
         *
         * @param sentBytes see {@link LaneStatistics#sentBytes}
         * @return this builder
         */
        public Builder sentBytes(long sentBytes) {
            this.sentBytes = sentBytes;
            return this;
        }

        /**
         * Sets what was sent to compressed streams.
         *
         * @param compression see {@link LaneStatistics#compression}
         * @return this builder
         */
        public Builder compression(CompressionStatistics compression) {
            this.compression = Objects.requireNonNull(compression, "compression");
            return this;
        }

        /**
         * Builds the statistics.
         *
         * @return the statistics
         */
        public LaneStatistics build() {
            return new LaneStatistics(this);
        }
    }
}
