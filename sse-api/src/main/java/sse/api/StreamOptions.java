package sse.api;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The limits and settings of the streams on one path.
 *
 * <p>Immutable and safe for use by any thread. A null argument causes a {@link NullPointerException} that names the
 * parameter.
 */
public final class StreamOptions {
    private static final StreamOptions DEFAULTS = builder().build();

    /** Never changed. */
    private final Builder settings;

    private StreamOptions(Builder from) {
        this.settings = new Builder();
        this.settings.copyAll(from);
    }

    /**
     * Returns the defaults.
     *
     * @return the options of streams that are given none
     */
    public static StreamOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Creates a builder that has the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Creates a builder that has these options.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.copyAll(settings);
        return builder;
    }

    /** {@return the maximum number of bytes in a stream's send queue} */
    public int sendQueueBytes() {
        return settings.sendQueueBytes;
    }

    /** {@return what happens to an event that exceeds the send queue} */
    public OverflowPolicy overflowPolicy() {
        return settings.overflowPolicy;
    }

    /** {@return the idle time after which a heartbeat is sent; absent if there is none} */
    public Optional<Duration> heartbeat() {
        return settings.heartbeat;
    }

    /** {@return the shape of the comment that is a heartbeat} */
    public CommentStyle heartbeatStyle() {
        return settings.heartbeatStyle;
    }

    /** {@return the event that is a heartbeat; absent if a comment is, or the event of a function} */
    public Optional<Event> heartbeatEvent() {
        return settings.heartbeatEvent;
    }

    /** {@return the function whose event is a heartbeat; absent if there is none} */
    public Optional<Supplier<Event>> heartbeatSupplier() {
        return settings.heartbeatSupplier;
    }

    /** {@return how long a client may accept no bytes while some are queued} */
    public Duration writeTimeout() {
        return settings.writeTimeout;
    }

    /** {@return how long a stream may be open; absent if there is no limit} */
    public Optional<Duration> maxLifetime() {
        return settings.maxLifetime;
    }

    /** {@return how open streams are revalidated; absent if they are not} */
    public Optional<Revalidation> revalidation() {
        return settings.revalidation;
    }

    /** {@return the shape of the comment with which each stream begins; absent if there is none} */
    public Optional<CommentStyle> firstComment() {
        return settings.firstComment;
    }

    /** {@return the reconnection time that each stream sends first; absent if the browser's default applies} */
    public Optional<Duration> retry() {
        return settings.retry;
    }

    /** {@return which clients receive resume points} */
    public ResumePointPolicy resumePoints() {
        return settings.resumePoints;
    }

    /** {@return the type of the resume points} */
    public String resumePointType() {
        return settings.resumePointType;
    }

    /**
     * {@return the name of the query parameter that replaces a missing {@code Last-Event-ID} header; absent if none
     * does}
     */
    public Optional<String> lastEventIdParameter() {
        return settings.lastEventIdParameter;
    }

    /** {@return the function that finds the id to resume from in a request that names none; absent if there is none} */
    public Optional<Function<? super Request, Optional<String>>> lastEventId() {
        return settings.lastEventId;
    }

    /** {@return the function that decides about each request; absent if all requests are accepted} */
    public Optional<AdmissionPolicy> admission() {
        return settings.admission;
    }

    /** {@return the response fields that replace those of the same names, or are added} */
    public Headers headers() {
        return settings.headers;
    }

    /** {@return the event that ends each complete stream; absent if there is none} */
    public Optional<Event> endEvent() {
        return settings.endEvent;
    }

    /** {@return the function that makes the last event of a stream that fails; absent if there is none} */
    public Optional<Function<? super Throwable, Event>> errorEvent() {
        return settings.errorEvent;
    }

    /** {@return true if a handler is interrupted when its stream ends} */
    public boolean interruptHandler() {
        return settings.interruptHandler;
    }

    /** {@return whether streams are compressed for clients that ask for it} */
    public Compression compression() {
        return settings.compression;
    }

    /** Returns the options, without functions and headers. */
    @Override
    public String toString() {
        return "StreamOptions[" + settings.limits() + ", " + settings.controlFrames() + "]";
    }

    /** Builds {@link StreamOptions}. Each setter checks its value. For use by one thread at a time. */
    public static final class Builder extends StreamSettings<Builder> {
        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Builds the options.
         *
         * @return the options
         */
        public StreamOptions build() {
            return new StreamOptions(this);
        }
    }
}
