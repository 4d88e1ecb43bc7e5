package sse.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a server has done since it started.
 *
 * <p>The counts are read one after another while the server runs, so they may differ by what has happened in between.
 *
 * <p>Immutable and safe for use by any thread. A null argument causes a {@link NullPointerException} that names the
 * parameter.
 */
public final class ServerStatistics {
    private final int openStreams;
    private final long openedStreams;
    private final Map<CloseReason, Long> closedStreams;
    private final long shed;
    private final List<LaneStatistics> lanes;

    private ServerStatistics(Builder from) {
        this.openStreams = from.openStreams;
        this.openedStreams = from.openedStreams;
        this.closedStreams = from.closedStreams;
        this.shed = from.shed;
        this.lanes = from.lanes;
    }

    /**
     * Creates a builder in which everything is zero or empty, for tests of programs that read statistics.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the number of streams that are open now.
     *
     * @return the number, see {@link SseServer#openStreams()}
     */
    public int openStreams() {
        return openStreams;
    }

    /**
     * Returns the number of streams that were passed to a handler.
     *
     * @return the number
     */
    public long openedStreams() {
        return openedStreams;
    }

    /**
     * Returns the number of streams whose connection has ended, by close reason.
     *
     * @return an unmodifiable map with a count for every reason
     */
    public Map<CloseReason, Long> closedStreams() {
        return closedStreams;
    }

    /**
     * Returns the number of requests for a stream that were shed: at capacity, during shutdown, or because the executor
     * rejected their admission.
     *
     * @return the number
     */
    public long shed() {
        return shed;
    }

    /**
     * Returns the statistics of each lane.
     *
     * @return an unmodifiable list
     */
    public List<LaneStatistics> lanes() {
        return lanes;
    }

    /**
     * Returns the number of events passed to connections.
     *
     * @return the sum over all lanes; an event published to 1,000 streams counts 1,000 times
     */
    public long sentEvents() {
        return lanes.stream().mapToLong(LaneStatistics::sentEvents).sum();
    }

    /**
     * Returns the number of bytes of event streams passed to connections.
     *
     * @return the sum over all lanes
     */
    public long sentBytes() {
        return lanes.stream().mapToLong(LaneStatistics::sentBytes).sum();
    }

    /**
     * Returns what was sent to compressed streams.
     *
     * @return the sum over all lanes
     */
    public CompressionStatistics compression() {
        return lanes.stream()
                .map(LaneStatistics::compression)
                .reduce(CompressionStatistics.builder().build(), CompressionStatistics::plus);
    }

    /**
     * Returns the number of events that overflow policies have dropped.
     *
     * @return the sum over all lanes
     */
    public long droppedEvents() {
        return lanes.stream().mapToLong(LaneStatistics::droppedEvents).sum();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerStatistics that
                && openStreams == that.openStreams
                && openedStreams == that.openedStreams
                && closedStreams.equals(that.closedStreams)
                && shed == that.shed
                && lanes.equals(that.lanes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(openStreams, openedStreams, closedStreams, shed, lanes);
    }

    /** Returns all values. */
    @Override
    public String toString() {
        return "ServerStatistics[openStreams=" + openStreams + ", openedStreams=" + openedStreams + ", closedStreams="
                + closedStreams + ", shed=" + shed + ", lanes=" + lanes + "]";
    }

    /** Builds {@link ServerStatistics}. For use by one thread at a time. */
    public static final class Builder {
        private int openStreams;
        private long openedStreams;
        private Map<CloseReason, Long> closedStreams = Map.of();
        private long shed;
        private List<LaneStatistics> lanes = List.of();

        private Builder() {}

        /**
         * Sets the number of streams that are open now.
         *
         * @param openStreams see {@link ServerStatistics#openStreams}
         * @return this builder
         */
        public Builder openStreams(int openStreams) {
            this.openStreams = openStreams;
            return this;
        }

        /**
         * Sets the number of streams that were passed to a handler.
         *
         * @param openedStreams see {@link ServerStatistics#openedStreams}
         * @return this builder
         */
        public Builder openedStreams(long openedStreams) {
            this.openedStreams = openedStreams;
            return this;
        }

        /**
         * Sets the number of streams whose connection has ended.
         *
         * @param closedStreams see {@link ServerStatistics#closedStreams}; copied
         * @return this builder
         */
        public Builder closedStreams(Map<CloseReason, Long> closedStreams) {
            this.closedStreams = Map.copyOf(Objects.requireNonNull(closedStreams, "closedStreams"));
            return this;
        }

        /**
         * Sets the number of requests that were shed.
         *
         * @param shed see {@link ServerStatistics#shed}
         * @return this builder
         */
        public Builder shed(long shed) {
            this.shed = shed;
            return this;
        }

        /**
         * Sets the statistics of each lane.
         *
         * @param lanes see {@link ServerStatistics#lanes}; copied
         * @return this builder
         */
        public Builder lanes(List<LaneStatistics> lanes) {
            this.lanes = List.copyOf(Objects.requireNonNull(lanes, "lanes"));
            return this;
        }

        /**
         * Builds the statistics.
         *
         * @return the statistics
         */
        public ServerStatistics build() {
            return new ServerStatistics(this);
        }
    }
}
