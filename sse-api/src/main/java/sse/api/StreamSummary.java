package sse.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a stream, for a {@link ServerObserver}.
 *
 * <p>Immutable and safe for use by any thread. A null argument causes a {@link NullPointerException} that names the
 * parameter.
 */
public final class StreamSummary {
    private final StreamRequest request;
    private final CloseReason closeReason;
    private final Duration lifetime;
    private final long droppedEvents;

    private StreamSummary(StreamRequest request, CloseReason closeReason, Duration lifetime, long droppedEvents) {
        this.request = Objects.requireNonNull(request, "request");
        this.closeReason = Objects.requireNonNull(closeReason, "closeReason");
        this.lifetime = Objects.requireNonNull(lifetime, "lifetime");
        this.droppedEvents = droppedEvents;
    }

    /**
     * Creates a builder, for tests of an observer.
     *
     * @param request the request that opened the stream
     * @param closeReason why the stream was closed
     * @return a new builder; lifetime and dropped events are zero
     */
    public static Builder builder(StreamRequest request, CloseReason closeReason) {
        return new Builder(request, closeReason);
    }

    /**
     * Returns the request that opened the stream.
     *
     * @return the request
     */
    public StreamRequest request() {
        return request;
    }

    /**
     * Returns why the stream was closed.
     *
     * @return the reason
     */
    public CloseReason closeReason() {
        return closeReason;
    }

    /**
     * Returns the time from the opening of the stream to the end of its connection.
     *
     * @return the time
     */
    public Duration lifetime() {
        return lifetime;
    }

    /**
     * Returns the number of events that the stream's overflow policy has dropped.
     *
     * @return the number, without those counted by {@link Subscription#lostEvents()}
     */
    public long droppedEvents() {
        return droppedEvents;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamSummary that
                && request.equals(that.request)
                && closeReason == that.closeReason
                && lifetime.equals(that.lifetime)
                && droppedEvents == that.droppedEvents;
    }

    @Override
    public int hashCode() {
        return Objects.hash(request, closeReason, lifetime, droppedEvents);
    }

    /** Returns all parts. */
    @Override
    public String toString() {
        return "StreamSummary[request=" + request + ", closeReason=" + closeReason + ", lifetime=" + lifetime
                + ", droppedEvents=" + droppedEvents + "]";
    }

    /** Builds a {@link StreamSummary}. For use by one thread at a time. */
    public static final class Builder {
        private final StreamRequest request;
        private final CloseReason closeReason;
        private Duration lifetime = Duration.ZERO;
        private long droppedEvents;

        private Builder(StreamRequest request, CloseReason closeReason) {
            this.request = Objects.requireNonNull(request, "request");
            this.closeReason = Objects.requireNonNull(closeReason, "closeReason");
        }

        /**
         * Sets the time from the opening of the stream to the end of its connection.
         *
         * @param lifetime the time
         * @return this builder
         */
        public Builder lifetime(Duration lifetime) {
            this.lifetime = Objects.requireNonNull(lifetime, "lifetime");
            return this;
        }

        /**
         * Sets the number of dropped events.
         *
         * @param droppedEvents the number
         * @return this builder
         */
        public Builder droppedEvents(long droppedEvents) {
            this.droppedEvents = droppedEvents;
            return this;
        }

        /**
         * Builds the summary.
         *
         * @return the summary
         */
        public StreamSummary build() {
            return new StreamSummary(request, closeReason, lifetime, droppedEvents);
        }
    }
}
