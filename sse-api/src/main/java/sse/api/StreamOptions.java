package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.internal.http.StreamFields;
import sse.api.internal.time.DurationRange;

/**
 * The limits and settings of the streams on one path.
 *
 * <p>Immutable and safe for use by any thread. A null argument causes a {@link NullPointerException} that names the
 * parameter.
 */
public final class StreamOptions {
    private static final DurationRange FROM_10_MS = DurationRange.atLeast(Duration.ofMillis(10));
    private static final int MIN_SEND_QUEUE_BYTES = 1024;
    private static final StreamOptions DEFAULTS = builder().build();

    private final int sendQueueBytes;
    private final OverflowPolicy overflowPolicy;
    private final Optional<Duration> heartbeat;
    private final Duration writeTimeout;
    private final Optional<Duration> retry;
    private final Optional<String> lastEventIdParameter;
    private final Optional<AdmissionPolicy> admission;
    private final Headers headers;

    private StreamOptions(Builder from) {
        this.sendQueueBytes = from.sendQueueBytes;
        this.overflowPolicy = from.overflowPolicy;
        this.heartbeat = Optional.ofNullable(from.heartbeat);
        this.writeTimeout = from.writeTimeout;
        this.retry = Optional.ofNullable(from.retry);
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
        builder.writeTimeout = writeTimeout;
        builder.retry = retry.orElse(null);
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

    /** {@return how long a client may accept no bytes while some are queued} */
    public Duration writeTimeout() {
        return writeTimeout;
    }

    /** {@return the reconnection time that each stream sends first; absent if the browser's default applies} */
    public Optional<Duration> retry() {
        return retry;
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
                + ", heartbeat=" + heartbeat + ", writeTimeout=" + writeTimeout + ", retry=" + retry
                + ", lastEventIdParameter=" + lastEventIdParameter + "]";
    }

    /** Builds {@link StreamOptions}. Each setter checks its value. For use by one thread at a time. */
    public static final class Builder {
        private int sendQueueBytes = 256 * 1024;
        private OverflowPolicy overflowPolicy = OverflowPolicy.DISCONNECT;
        private @Nullable Duration heartbeat = Duration.ofSeconds(15);
        private Duration writeTimeout = Duration.ofSeconds(30);
        private @Nullable Duration retry = Duration.ofSeconds(3);
        private @Nullable String lastEventIdParameter;
        private @Nullable AdmissionPolicy admission;
        private Headers headers = Headers.empty();

        private Builder() {}

        /**
         * Sets the limit of a stream's send queue; default 256 KiB. An event counts with its encoded bytes and 64 more,
         * which is what it takes in memory. An empty queue accepts an event of any size.
         *
         * @param bytes the maximum number of queued bytes, at least 1024
         * @return this builder
         * @throws IllegalArgumentException if the number is less than 1024
         */
        public Builder sendQueueBytes(int bytes) {
            if (bytes < MIN_SEND_QUEUE_BYTES) {
                throw new IllegalArgumentException(
                        "send queue must be at least " + MIN_SEND_QUEUE_BYTES + " bytes: " + bytes);
            }
            this.sendQueueBytes = bytes;
            return this;
        }

        /**
         * Sets what happens to an event that exceeds the send queue; default {@link OverflowPolicy#DISCONNECT}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder overflowPolicy(OverflowPolicy policy) {
            this.overflowPolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets the idle time after which a comment is sent; default 15 s. Each interval is shortened at random, by up
         * to a quarter, so that streams which opened together do not send together, and to less than half on
         * {@code sse-jdkhttp}, where only a second write shows that a client has disconnected.
         *
         * @param interval the idle time, from 10 ms to 36,500 days
         * @return this builder
         * @throws IllegalArgumentException if the time is out of range
         */
        public Builder heartbeat(Duration interval) {
            FROM_10_MS.check("heartbeat", Objects.requireNonNull(interval, "interval"));
            this.heartbeat = interval;
            return this;
        }

        /**
         * Disables the heartbeat. A client that disappears without closing its connection is then noticed only by a
         * write.
         *
         * @return this builder
         */
        public Builder noHeartbeat() {
            this.heartbeat = null;
            return this;
        }

        /**
         * Sets how long a client may accept no bytes while some are queued; default 30 s. The timeout is detected up to
         * a quarter later.
         *
         * @param timeout the timeout, from 10 ms to 36,500 days
         * @return this builder
         * @throws IllegalArgumentException if the timeout is out of range
         */
        public Builder writeTimeout(Duration timeout) {
            FROM_10_MS.check("write timeout", Objects.requireNonNull(timeout, "timeout"));
            this.writeTimeout = timeout;
            return this;
        }

        /**
         * Sets the reconnection time that each stream sends first; default 3 s, so that all browsers use the same.
         *
         * @param time the time, from zero to {@link Event#MAX_RETRY}
         * @return this builder
         * @throws IllegalArgumentException if {@link Event.Builder#retry} rejects the time
         */
        public Builder retry(Duration time) {
            Event.retry(Objects.requireNonNull(time, "time"));
            this.retry = time;
            return this;
        }

        /**
         * Sends no reconnection time, so that the browser's default applies.
         *
         * @return this builder
         */
        public Builder noRetry() {
            this.retry = null;
            return this;
        }

        /**
         * Sets the query parameter that replaces a missing {@code Last-Event-ID} header; default none.
         *
         * @param name the parameter's name
         * @return this builder
         * @throws IllegalArgumentException if the name is empty
         */
        public Builder lastEventIdParameter(String name) {
            if (Objects.requireNonNull(name, "name").isEmpty()) {
                throw new IllegalArgumentException("last event id parameter must not be empty: \"\"");
            }
            this.lastEventIdParameter = name;
            return this;
        }

        /**
         * Sets a function that decides about each request before its stream opens; default accepts all. If it throws,
         * the response is 500.
         *
         * @param policy runs on the server's executor and may block
         * @return this builder
         */
        public Builder admission(AdmissionPolicy policy) {
            this.admission = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets fields of the response that carries each stream, in place of the library's fields of the same names:
         * {@code Content-Type: text/event-stream}, {@code Cache-Control: no-cache, no-transform} and
         * {@code X-Accel-Buffering: no}; default none. {@link Admission#withHeader} sets those of one stream.
         *
         * @param headers the fields, such as {@code Content-Type: text/event-stream; charset=utf-8} for clients that
         *     decode another encoding without it; replace those set before
         * @return this builder
         * @throws IllegalArgumentException if a field belongs to the transport, such as {@code Content-Length}, or a
         *     {@code Content-Type} is not {@code text/event-stream}
         */
        public Builder headers(Headers headers) {
            Objects.requireNonNull(headers, "headers").forEach(StreamFields::check);
            this.headers = headers;
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
