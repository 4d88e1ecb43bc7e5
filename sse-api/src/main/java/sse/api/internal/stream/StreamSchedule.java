package sse.api.internal.stream;

import org.jspecify.annotations.Nullable;
import sse.api.StreamOptions;

/**
 * What the options of a stream have done to it in the course of time, besides what every stream has. Only streams whose
 * options ask for something have one. It has no timers: the sweep of the lane drives it. Confined to the lane.
 */
final class StreamSchedule {
    private final @Nullable HeartbeatSupply heartbeats;

    StreamSchedule(ServerEventStream stream) {
        StreamOptions options = stream.context.options();
        this.heartbeats = options.heartbeatSupplier()
                .map(supplier -> new HeartbeatSupply(stream, supplier))
                .orElse(null);
    }

    /** Returns true if streams with some options have a schedule. */
    static boolean isNeeded(StreamOptions options) {
        return options.heartbeatSupplier().isPresent();
    }

    /** Has the user's function called for a heartbeat. Returns false if the comment is to be sent in its place. */
    boolean requestHeartbeat(long silenceNanos) {
        return heartbeats != null && heartbeats.request(silenceNanos);
    }
}
