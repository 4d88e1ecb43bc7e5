package sse.api.internal.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.StreamOptions;

/**
 * What the options of a stream have done to it in the course of time, besides what every stream has. Only streams whose
 * options ask for something have one. It has no timers: the sweep of the lane drives it. Confined to the lane.
 *
 * <p>Its times are those of the ticker and not of the lane's deadlines, which stand while the process is stopped: a
 * token expires all the same.
 */
final class StreamSchedule {
    /** A lifetime is shortened at random by up to its fourth part. */
    private static final int JITTER_DIVISOR = 4;

    private final ServerEventStream stream;
    private final @Nullable HeartbeatSupply heartbeats;
    private final @Nullable RevalidationCall revalidation;
    private final boolean expires;
    private final long expiryNanos;

    StreamSchedule(ServerEventStream stream) {
        StreamOptions options = stream.context.options();
        this.stream = stream;
        this.heartbeats = options.heartbeatSupplier()
                .map(supplier -> new HeartbeatSupply(stream, supplier))
                .orElse(null);
        this.revalidation = options.revalidation()
                .map(given -> new RevalidationCall(stream, given))
                .orElse(null);
        this.expires = options.maxLifetime().isPresent();
        this.expiryNanos =
                now() + options.maxLifetime().map(this::lifetimeNanos).orElse(0L);
    }

    /** Returns true if streams with some options have a schedule. */
    static boolean isNeeded(StreamOptions options) {
        return options.heartbeatSupplier().isPresent()
                || options.maxLifetime().isPresent()
                || options.revalidation().isPresent();
    }

    /** Returns when the sweep has to end the stream at the latest so that it does not live longer. */
    private long lifetimeNanos(Duration max) {
        long jitter = ThreadLocalRandom.current().nextLong(max.toNanos() / JITTER_DIVISOR);
        return Math.max(0, max.toNanos() - stream.lane.sweepPeriodNanos() - jitter);
    }

    /** Does what is due. */
    void onSweep() {
        if (expires && now() - expiryNanos >= 0) {
            stream.drainAndClose(CloseReason.EXPIRED, Optional.empty(), Optional.empty());
        } else if (revalidation != null) {
            revalidation.onSweep();
        }
    }

    /** Has the user's function called for a heartbeat. Returns false if the comment is to be sent. */
    boolean requestHeartbeat(long silenceNanos) {
        return heartbeats != null && heartbeats.request(silenceNanos);
    }

    private long now() {
        return stream.context.ticker().nanoTime();
    }
}
