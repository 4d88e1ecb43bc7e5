package sse.api.spi;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sse.api.internal.time.DurationRange;

/**
 * The limits on requests.
 *
 * <p>Immutable and safe for use by any thread. A null argument causes a {@link NullPointerException} that names the
 * parameter.
 */
public final class HttpLimits {
    private static final HttpLimits DEFAULTS = builder().build();

    private final int requestLineBytes;
    private final int headerBytes;
    private final int bodyBytes;
    private final Duration requestTimeout;
    private final Duration idleTimeout;

    private HttpLimits(Builder from) {
        this.requestLineBytes = from.requestLineBytes;
        this.headerBytes = from.headerBytes;
        this.bodyBytes = from.bodyBytes;
        this.requestTimeout = from.requestTimeout;
        this.idleTimeout = from.idleTimeout;
    }

    /**
     * Returns the defaults.
     *
     * @return the limits of a server that is given none
     */
    public static HttpLimits defaults() {
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
     * Creates a builder that has these limits.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder()
                .requestLineBytes(requestLineBytes)
                .headerBytes(headerBytes)
                .bodyBytes(bodyBytes)
                .requestTimeout(requestTimeout)
                .idleTimeout(idleTimeout);
    }

    /**
     * Returns the limit of the request line.
     *
     * @return the maximum number of bytes
     */
    public int requestLineBytes() {
        return requestLineBytes;
    }

    /**
     * Returns the limit of all header fields together.
     *
     * @return the maximum number of bytes
     */
    public int headerBytes() {
        return headerBytes;
    }

    /**
     * Returns the limit of a request's content.
     *
     * @return the maximum number of bytes
     */
    public int bodyBytes() {
        return bodyBytes;
    }

    /**
     * Returns how long a request may take to arrive completely.
     *
     * @return the timeout
     */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /**
     * Returns how long a connection may wait for its next request.
     *
     * @return the timeout
     */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpLimits that
                && requestLineBytes == that.requestLineBytes
                && headerBytes == that.headerBytes
                && bodyBytes == that.bodyBytes
                && requestTimeout.equals(that.requestTimeout)
                && idleTimeout.equals(that.idleTimeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(requestLineBytes, headerBytes, bodyBytes, requestTimeout, idleTimeout);
    }

    /** Returns all limits. */
    @Override
    public String toString() {
        return "HttpLimits[requestLineBytes=" + requestLineBytes + ", headerBytes=" + headerBytes + ", bodyBytes="
                + bodyBytes + ", requestTimeout=" + requestTimeout + ", idleTimeout=" + idleTimeout + "]";
    }

    /** Builds {@link HttpLimits}. Each setter checks its value. For use by one thread at a time. */
    public static final class Builder {
        private int requestLineBytes = 8 * 1024;
        private int headerBytes = 16 * 1024;
        private int bodyBytes = 64 * 1024;
        private Duration requestTimeout = Duration.ofSeconds(10);
        private Duration idleTimeout = Duration.ofSeconds(75);

        private Builder() {}

        /**
         * Sets the limit of the request line; default 8 KiB. A longer one is answered with 414.
         *
         * @param bytes the maximum number of bytes, at least 64
         * @return this builder
         * @throws IllegalArgumentException if the number is less than 64
         */
        public Builder requestLineBytes(int bytes) {
            this.requestLineBytes = requireAtLeast("request line", bytes, 64);
            return this;
        }

        /**
         * Sets the limit of all header fields together; default 16 KiB. More are answered with 431.
         *
         * @param bytes the maximum number of bytes, at least 256
         * @return this builder
         * @throws IllegalArgumentException if the number is less than 256
         */
        public Builder headerBytes(int bytes) {
            this.headerBytes = requireAtLeast("header", bytes, 256);
            return this;
        }

        /**
         * Sets the limit of a request's content; default 64 KiB. Larger content is answered with 413.
         *
         * @param bytes the maximum number of bytes, zero or more
         * @return this builder
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder bodyBytes(int bytes) {
            this.bodyBytes = requireAtLeast("body", bytes, 0);
            return this;
        }

        /**
         * Sets how long a request may take to arrive completely; default 10 s. A later one is answered with 408, or, on
         * {@code sse-jdkhttp}, not at all.
         *
         * @param timeout the timeout, positive, at most 36,500 days
         * @return this builder
         * @throws IllegalArgumentException if the timeout is out of range
         */
        public Builder requestTimeout(Duration timeout) {
            DurationRange.POSITIVE.check("request timeout", Objects.requireNonNull(timeout, "timeout"));
            this.requestTimeout = timeout;
            return this;
        }

        /**
         * Sets how long a connection may wait for its next request; default 75 s, longer than the 60 s after which most
         * balancers close a connection themselves: the side that has connected must be the one that gives it up, or its
         * next request may meet the end. Has no effect on {@code sse-jdkhttp}, where the JDK's
         * {@code sun.net.httpserver.idleInterval} applies.
         *
         * @param timeout the timeout, positive, at most 36,500 days
         * @return this builder
         * @throws IllegalArgumentException if the timeout is out of range
         */
        public Builder idleTimeout(Duration timeout) {
            DurationRange.POSITIVE.check("idle timeout", Objects.requireNonNull(timeout, "timeout"));
            this.idleTimeout = timeout;
            return this;
        }

        /**
         * Builds the limits.
         *
         * @return the limits
         */
        public HttpLimits build() {
            return new HttpLimits(this);
        }

        private static int requireAtLeast(String what, int bytes, int least) {
            if (bytes < least) {
                throw new IllegalArgumentException(what + " must be at least " + least + " bytes: " + bytes);
            }
            return bytes;
        }
    }
}
