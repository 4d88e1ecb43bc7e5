package sse.api;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits and settings of the streams on one path.
 *
 * <p>Immutable and safe for use by any thread. A null argument causes a {@link NullPointerException} that names the
 * parameter.
 */
public final class StreamOptions {
    private static final StreamOptions DEFAULTS = builder().build();

    private final int sendQueueBytes;
    private final OverflowPolicy overflowPolicy;
    private final Optional<Duration> heartbeat;
    private final CommentStyle heartbeatStyle;
    private final Duration writeTimeout;
    private final Optional<CommentStyle> firstComment;
    private final Optional<Duration> retry;
    private final ResumePointPolicy resumePoints;
    private final String resumePointType;
    private final Optional<String> lastEventIdParameter;
    private final Optional<AdmissionPolicy> admission;
    private final Headers headers;

    private StreamOptions(Builder from) {
        this.sendQueueBytes = from.sendQueueBytes;
        this.overflowPolicy = from.overflowPolicy;
        this.heartbeat = Optional.ofNullable(from.heartbeat);
        this.heartbeatStyle = from.heartbeatStyle;
        this.writeTimeout = from.writeTimeout;
        this.firstComment = Optional.ofNullable(from.firstComment);
        this.retry = Optional.ofNullable(from.retry);
        this.resumePoints = from.resumePoints;
        this.resumePointType = from.resumePointType;
        this.lastEventIdParameter = Optional.ofNullable(from.lastEventIdParameter);
        this.admission = Optional.ofNullable(from.admission);
        this.headers = from.headers;
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
        var builder = new Builder();
        builder.sendQueueBytes = sendQueueBytes;
        builder.overflowPolicy = overflowPolicy;
        builder.heartbeat = heartbeat.orElse(null);
        builder.heartbeatStyle = heartbeatStyle;
        builder.writeTimeout = writeTimeout;
        builder.firstComment = firstComment.orElse(null);
        builder.retry = retry.orElse(null);
        builder.resumePoints = resumePoints;
        builder.resumePointType = resumePointType;
        builder.lastEventIdParameter = lastEventIdParameter.orElse(null);
        builder.admission = admission.orElse(null);
        builder.headers = headers;
        return builder;
    }

    /** {@return the maximum number of bytes in a stream's send queue} */
    public int sendQueueBytes() {
        return sendQueueBytes;
    }

    /** {@return what happens to an event that exceeds the send queue} */
    public OverflowPolicy overflowPolicy() {
        return overflowPolicy;
    }

    /** {@return the idle time after which a comment is sent; absent if there is no heartbeat} */
    public Optional<Duration> heartbeat() {
        return heartbeat;
    }

    /** {@return the shape of the comment that is a heartbeat} */
    public CommentStyle heartbeatStyle() {
        return heartbeatStyle;
    }

    /** {@return how long a client may accept no bytes while some are queued} */
    public Duration writeTimeout() {
        return writeTimeout;
    }

    /** {@return the shape of the comment with which each stream begins; absent if there is none} */
    public Optional<CommentStyle> firstComment() {
        return firstComment;
    }

    /** {@return the reconnection time that each stream sends first; absent if the browser's default applies} */
    public Optional<Duration> retry() {
        return retry;
    }

    /** {@return which clients receive resume points} */
    public ResumePointPolicy resumePoints() {
        return resumePoints;
    }

    /** {@return the type of the resume points} */
    public String resumePointType() {
        return resumePointType;
    }

    /**
     * {@return the name of the query parameter that replaces a missing {@code Last-Event-ID} header; absent if none
     * does}
     */
    public Optional<String> lastEventIdParameter() {
        return lastEventIdParameter;
    }

    /** {@return the function that decides about each request; absent if all requests are accepted} */
    public Optional<AdmissionPolicy> admission() {
        return admission;
    }

    /** {@return the response fields that replace those of the same names, or are added} */
    public Headers headers() {
        return headers;
    }

    /** Returns the options, without the admission function and the headers. */
    @Override
    public String toString() {
        return "StreamOptions[sendQueueBytes=" + sendQueueBytes + ", overflowPolicy=" + overflowPolicy
                + ", heartbeat=" + heartbeat + ", heartbeatStyle=" + heartbeatStyle + ", writeTimeout=" + writeTimeout
                + ", firstComment=" + firstComment + ", retry=" + retry + ", resumePoints=" + resumePoints
                + ", resumePointType=" + resumePointType + ", lastEventIdParameter=" + lastEventIdParameter + "]";
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
