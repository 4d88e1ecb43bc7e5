package sse.api.spi;

import java.time.Duration;
import java.util.Objects;
import sse.api.internal.time.DurationRange;

/**
 * The limits on what a client may send. Immutable.
 *
 * @param requestLineBytes the longest request line; default 8 KiB; beyond it the answer is 414
 * @param headerBytes the most bytes of all header fields together; default 16 KiB; beyond it the answer is 431
 * @param bodyBytes the largest content of a request; default 64 KiB; beyond it the answer is 413
 * @param requestTimeout how long one whole request may take to arrive, at most 36,500 days; default 10 s; beyond it the
 *     answer is 408, or none on {@code sse-jdkhttp}
 * @param idleTimeout how long a connection may wait for its next request, at most 36,500 days; default 60 s; without
 *     effect on {@code sse-jdkhttp}, where the JDK's {@code sun.net.httpserver.idleInterval} applies
 */
public record HttpLimits(
        int requestLineBytes, int headerBytes, int bodyBytes, Duration requestTimeout, Duration idleTimeout) {
    private static final HttpLimits DEFAULTS =
            new HttpLimits(8 * 1024, 16 * 1024, 64 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(60));

    /**
     * Checks every part.
     *
     * @param requestLineBytes the longest request line
     * @param headerBytes the most bytes of all header fields
     * @param bodyBytes the largest content
     * @param requestTimeout how long one request may take to arrive
     * @param idleTimeout how long a connection may wait for its next request
     * @throws IllegalArgumentException if one is out of range; the message says which and why
     */
    public HttpLimits {
        Objects.requireNonNull(requestTimeout, "requestTimeout");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        requireAtLeast("request line", requestLineBytes, 64);
        requireAtLeast("header", headerBytes, 256);
        requireAtLeast("body", bodyBytes, 0);
        DurationRange.POSITIVE.check("request timeout", requestTimeout);
        DurationRange.POSITIVE.check("idle timeout", idleTimeout);
    }

    /**
     * Returns the defaults.
     *
     * @return the limits that are used where none are given
     */
    public static HttpLimits defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these limits with another one for the request line.
     *
     * @param bytes the longest request line, at least 64
     * @return the new limits
     * @throws IllegalArgumentException if it is less
     */
    public HttpLimits withRequestLineBytes(int bytes) {
        return new HttpLimits(bytes, headerBytes, bodyBytes, requestTimeout, idleTimeout);
    }

    /**
     * Returns these limits with another one for content.
     *
     * @param bytes the largest content of a request, zero or more
     * @return the new limits
     * @throws IllegalArgumentException if it is negative
     */
    public HttpLimits withBodyBytes(int bytes) {
        return new HttpLimits(requestLineBytes, headerBytes, bytes, requestTimeout, idleTimeout);
    }

    /**
     * Returns these limits with another one for header fields.
     *
     * @param bytes the most bytes of all header fields together, at least 256
     * @return the new limits
     * @throws IllegalArgumentException if it is less
     */
    public HttpLimits withHeaderBytes(int bytes) {
        return new HttpLimits(requestLineBytes, bytes, bodyBytes, requestTimeout, idleTimeout);
    }

    /**
     * Returns these limits with another time for one request to arrive.
     *
     * @param timeout the time for one whole request
     * @return the new limits
     * @throws IllegalArgumentException if it is not positive, or longer than 36,500 days
     */
    public HttpLimits withRequestTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return new HttpLimits(requestLineBytes, headerBytes, bodyBytes, timeout, idleTimeout);
    }

    /**
     * Returns these limits with another time for a connection to wait for its next request.
     *
     * @param timeout the time between two requests
     * @return the new limits
     * @throws IllegalArgumentException if it is not positive, or longer than 36,500 days
     */
    public HttpLimits withIdleTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return new HttpLimits(requestLineBytes, headerBytes, bodyBytes, requestTimeout, timeout);
    }

    private static void requireAtLeast(String what, int bytes, int least) {
        if (bytes < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + " bytes: " + bytes);
        }
    }
}
