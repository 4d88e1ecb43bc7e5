package sse.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a server has done since it started. Immutable; the counts were read one after the other while the server ran, so
 * they may differ from one another by what happened meanwhile.
 *
 * @param openStreams streams that are open now, see {@link SseServer#openStreams()}
 * @param openedStreams streams that were handed to a handler
 * @param closedStreams streams whose connection is gone, by the reason for which they ended; every reason has a count
 * @param shed requests for a stream that came at capacity, while the server was closing, or when its executor took no
 *     admission
 * @param lanes each lane's own counts
 */
public record ServerStatistics(
        int openStreams,
        long openedStreams,
        Map<CloseReason, Long> closedStreams,
        long shed,
        List<LaneStatistics> lanes) {
    /**
     * Copies the collections.
     *
     * @param openStreams streams that are open now
     * @param openedStreams streams that were handed to a handler
     * @param closedStreams streams whose connection is gone, by reason
     * @param shed requests that were asked to come back later
     * @param lanes each lane's own counts
     */
    public ServerStatistics {
        closedStreams = Map.copyOf(Objects.requireNonNull(closedStreams, "closedStreams"));
        lanes = List.copyOf(Objects.requireNonNull(lanes, "lanes"));
    }

    /**
     * Returns how many events all lanes have handed to connections: one published to 1,000 streams counts 1,000.
     *
     * @return the sum over the lanes
     */
    public long sentEvents() {
        return lanes.stream().mapToLong(LaneStatistics::sentEvents).sum();
    }

    /**
     * Returns how many bytes of event streams all lanes have handed to connections.
     *
     * @return the sum over the lanes, in bytes
     */
    public long sentBytes() {
        return lanes.stream().mapToLong(LaneStatistics::sentBytes).sum();
    }

    /**
     * Returns how many events overflow policies have dropped on all lanes.
     *
     * @return the sum over the lanes
     */
    public long droppedEvents() {
        return lanes.stream().mapToLong(LaneStatistics::droppedEvents).sum();
    }
}
