package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import sse.api.internal.http.StreamFields;
import sse.api.internal.time.DurationRange;

/**
 * The settings of the streams on one path, each with a default: limits, admission, and the response. For use by one
 * thread.
 *
 * @param <B> the builder that inherits them
 */
abstract class StreamSettings<B extends StreamSettings<B>> extends ControlFrameSettings<B> {
    private static final DurationRange FROM_10_MS = DurationRange.atLeast(Duration.ofMillis(10));
    private static final DurationRange FROM_1_S = DurationRange.atLeast(Duration.ofSeconds(1));
    private static final int MIN_SEND_QUEUE_BYTES = 1024;

    // Read by the options that are built.
    int sendQueueBytes = 256 * 1024;
    OverflowPolicy overflowPolicy = OverflowPolicy.DISCONNECT;
    Duration writeTimeout = Duration.ofSeconds(30);
    Optional<Duration> maxLifetime = Optional.empty();
    Optional<Revalidation> revalidation = Optional.empty();
    Optional<String> lastEventIdParameter = Optional.empty();
    Optional<Function<? super Request, Optional<String>>> lastEventId = Optional.empty();
    Optional<AdmissionPolicy> admission = Optional.empty();
    Headers headers = Headers.empty();
    boolean interruptHandler;
    Compression compression = Compression.NONE;

    StreamSettings() {}

    /** Sets all settings to those of another builder. */
    final void copyAll(StreamSettings<?> from) {
        copyControlFrames(from);
        sendQueueBytes = from.sendQueueBytes;
        overflowPolicy = from.overflowPolicy;
        writeTimeout = from.writeTimeout;
        maxLifetime = from.maxLifetime;
        revalidation = from.revalidation;
        lastEventIdParameter = from.lastEventIdParameter;
        lastEventId = from.lastEventId;
        admission = from.admission;
        headers = from.headers;
        interruptHandler = from.interruptHandler;
        compression = from.compression;
    }

    /** Returns the settings of this class as text, without functions and headers. */
    final String limits() {
        return "sendQueueBytes=" + sendQueueBytes + ", overflowPolicy=" + overflowPolicy + ", writeTimeout="
                + writeTimeout + ", maxLifetime=" + maxLifetime + ", revalidation=" + revalidation
                + ", lastEventIdParameter=" + lastEventIdParameter
                + ", interruptHandler=" + interruptHandler + ", compression=" + compression;
    }

    /**
     * Sets the limit of a stream's send queue; default 256 KiB. An event counts with its encoded bytes and 64 more,
     * which is what it takes in memory. One event that is larger is accepted as well, whatever else is queued.
     *
     * @param bytes the maximum number of queued bytes, at least 1024
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1024
     */
    public B sendQueueBytes(int bytes) {
        if (bytes < MIN_SEND_QUEUE_BYTES) {
            throw new IllegalArgumentException(
                    "send queue must be at least " + MIN_SEND_QUEUE_BYTES + " bytes: " + bytes);
        }
        this.sendQueueBytes = bytes;
        return self();
    }

    /**
     * Sets what happens to an event that exceeds the send queue; default {@link OverflowPolicy#DISCONNECT}.
     *
     * @param policy the policy
     * @return this builder
     */
    public B overflowPolicy(OverflowPolicy policy) {
        this.overflowPolicy = Objects.requireNonNull(policy, "policy");
        return self();
    }

    /**
     * Sets how long a client may accept no bytes while some are queued; default 30 s. The timeout is detected up to a
     * quarter later.
     *
     * @param timeout the timeout, from 10 ms to 36,500 days
     * @return this builder
     * @throws IllegalArgumentException if the timeout is out of range
     */
    public B writeTimeout(Duration timeout) {
        FROM_10_MS.check("write timeout", Objects.requireNonNull(timeout, "timeout"));
        this.writeTimeout = timeout;
        return self();
    }

    /**
     * Sets how long a stream may be open; default without limit. Then it ends with {@link CloseReason#EXPIRED}, after
     * what was accepted and published before, and its client reconnects by itself: for tokens that expire, and so that
     * clients move to other servers. Each lifetime is shortened at random, by up to a quarter, so that streams which
     * opened together do not end together. It counts while the process is stopped, too. A client that accepts no bytes
     * may stay until its {@linkplain #writeTimeout write timeout}. A client that does not reconnect, as most of those
     * that open streams by POST, takes the end for that of the answer.
     *
     * @param lifetime the longest time, from 1 s to 36,500 days
     * @return this builder
     * @throws IllegalArgumentException if the time is out of range
     */
    public B maxLifetime(Duration lifetime) {
        FROM_1_S.check("max lifetime", Objects.requireNonNull(lifetime, "lifetime"));
        this.maxLifetime = Optional.of(lifetime);
        return self();
    }

    /**
     * Sets a function that is asked every so often whether the client of each open stream is still authorized; default
     * none.
     *
     * @param revalidation the function and its period; replaces the one set before
     * @return this builder
     */
    public B revalidation(Revalidation revalidation) {
        this.revalidation = Optional.of(Objects.requireNonNull(revalidation, "revalidation"));
        return self();
    }

    /**
     * Sets the query parameter that replaces a missing {@code Last-Event-ID} header; default none.
     *
     * @param name the parameter's name
     * @return this builder
     * @throws IllegalArgumentException if the name is empty
     */
    public B lastEventIdParameter(String name) {
        if (Objects.requireNonNull(name, "name").isEmpty()) {
            throw new IllegalArgumentException("last event id parameter must not be empty: \"\"");
        }
        this.lastEventIdParameter = Optional.of(name);
        return self();
    }

    /**
     * Sets a function that finds the id to resume from in the request, such as a number in its content or an offset in
     * its path; default none. It is called once for each request that has neither the {@code Last-Event-ID} header,
     * with which clients reconnect, nor the {@linkplain #lastEventIdParameter query parameter}, before the admission.
     * If it throws, the response is 500, so input that is not understood should become an unknown id, which a topic
     * answers with its gap event, or be refused by the admission. An id longer than {@link Event#MAX_ID_BYTES} is
     * unknown, too.
     *
     * @param function runs on the service's executor and may block; returns the id, or empty for none; the empty text
     *     is none, too
     * @return this builder
     */
    public B lastEventId(Function<? super Request, Optional<String>> function) {
        this.lastEventId = Optional.of(Objects.requireNonNull(function, "function"));
        return self();
    }

    /**
     * Sets a function that decides about each request before its stream opens; default accepts all. If it throws, the
     * response is 500.
     *
     * @param policy runs on the server's executor and may block
     * @return this builder
     */
    public B admission(AdmissionPolicy policy) {
        this.admission = Optional.of(Objects.requireNonNull(policy, "policy"));
        return self();
    }

    /**
     * Sets fields of the response that carries each stream, in place of the library's fields of the same names:
     * {@code Content-Type: text/event-stream}, {@code Cache-Control: no-cache, no-transform}, {@code X-Accel-Buffering:
     * no} and {@code Incremental: ?1} (RFC 10036); default none. {@link Admission#withHeader} sets those of one stream.
     *
     * @param headers the fields, such as {@code Content-Type: text/event-stream; charset=utf-8} for clients that decode
     *     another encoding without it; replace those set before
     * @return this builder
     * @throws IllegalArgumentException if a field belongs to the transport, such as {@code Content-Length}, or a
     *     {@code Content-Type} is not {@code text/event-stream}
     */
    public B headers(Headers headers) {
        Objects.requireNonNull(headers, "headers").forEach(StreamFields::check);
        this.headers = headers;
        return self();
    }

    /**
     * Sets whether the thread of the handler is interrupted if the stream ends before the handler has returned; default
     * false. It is not if the application ends the stream itself, by {@link EventStream#close()}. So a handler that
     * waits for a model or a database stops as soon as its client disconnects: at once where the transport notices that
     * (not on {@code sse-jdkhttp}, where a write does). No interrupt comes after the handler has returned, and none
     * remains set on its thread. {@link EventStream#onClose} actions run in any case, also while the handler blocks.
     *
     * @param interrupts true if it is interrupted
     * @return this builder
     */
    public B interruptHandler(boolean interrupts) {
        this.interruptHandler = interrupts;
        return self();
    }

    /**
     * Sets whether streams are compressed for clients that ask for it; default {@link Compression#NONE}. Off unless it
     * is set, because some clients ask for compressed responses by default and then hold events back, such as Java
     * programs that read lines through a {@code GZIPInputStream}.
     *
     * <p>What is published to a topic is compressed with what was published to it before. Do not set it where one who
     * publishes to a topic must not learn what others publish to it, and can see how long the responses are.
     *
     * @param compression the compression
     * @return this builder
     */
    public B compression(Compression compression) {
        this.compression = Objects.requireNonNull(compression, "compression");
        return self();
    }
}
