package sse.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sse.api.internal.http.StreamFields;
import sse.api.internal.time.DurationRange;

/**
 * The settings of the streams on one path, each with a default. For use by one thread.
 *
 * @param <B> the builder that inherits them
 */
abstract class StreamSettings<B extends StreamSettings<B>> {
    private static final DurationRange FROM_10_MS = DurationRange.atLeast(Duration.ofMillis(10));
    private static final int MIN_SEND_QUEUE_BYTES = 1024;

    // Read by the options that are built.
    int sendQueueBytes = 256 * 1024;
    OverflowPolicy overflowPolicy = OverflowPolicy.DISCONNECT;

    @Nullable
    Duration heartbeat = Duration.ofSeconds(15);

    CommentStyle heartbeatStyle = CommentStyle.LINE;
    Duration writeTimeout = Duration.ofSeconds(30);

    @Nullable
    CommentStyle firstComment = CommentStyle.LINE;

    @Nullable
    Duration retry = Duration.ofSeconds(3);

    ResumePointPolicy resumePoints = ResumePointPolicy.EVENT_SOURCE;
    String resumePointType = "resume-point";

    @Nullable
    String lastEventIdParameter;

    @Nullable
    AdmissionPolicy admission;

    Headers headers = Headers.empty();

    StreamSettings() {}

    /** Returns this builder. */
    abstract B self();

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
     * Sets the idle time after which a comment is sent; default 15 s. Each interval is shortened at random, by up to a
     * quarter, so that streams which opened together do not send together, and to less than half on
     * {@code sse-jdkhttp}, where only a second write shows that a client has disconnected.
     *
     * @param interval the idle time, from 10 ms to 36,500 days
     * @return this builder
     * @throws IllegalArgumentException if the time is out of range
     */
    public B heartbeat(Duration interval) {
        FROM_10_MS.check("heartbeat", Objects.requireNonNull(interval, "interval"));
        this.heartbeat = interval;
        return self();
    }

    /**
     * Disables the heartbeat. A client that disappears without closing its connection is then noticed only by a write.
     *
     * @return this builder
     */
    public B noHeartbeat() {
        this.heartbeat = null;
        return self();
    }

    /**
     * Sets the shape of the comment that is a heartbeat; default {@link CommentStyle#LINE}.
     *
     * @param style the shape
     * @return this builder
     */
    public B heartbeatStyle(CommentStyle style) {
        this.heartbeatStyle = Objects.requireNonNull(style, "style");
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
     * Sets the shape of the comment with which each stream begins; default {@link CommentStyle#LINE}. It is sent as
     * soon as the stream opens, so that the head of the response passes every buffer on its way; Firefox fires
     * {@code open} at the first byte of the body, not before. With {@link CommentStyle#BLOCK} the blank line follows
     * the {@linkplain #retry reconnection time}.
     *
     * @param style the shape
     * @return this builder
     */
    public B firstComment(CommentStyle style) {
        this.firstComment = Objects.requireNonNull(style, "style");
        return self();
    }

    /**
     * Begins streams without a comment. Without a {@linkplain #noRetry() reconnection time} too, a stream sends nothing
     * before its first event or heartbeat, and a client may wait that long for the head of the response.
     *
     * @return this builder
     */
    public B noFirstComment() {
        this.firstComment = null;
        return self();
    }

    /**
     * Sets the reconnection time that each stream sends first; default 3 s, so that all browsers use the same. It is a
     * line of the block of the first event, sent when the stream opens: browsers act on the line at once.
     *
     * @param time the time, from zero to {@link Event#MAX_RETRY}
     * @return this builder
     * @throws IllegalArgumentException if {@link Event.Builder#retry} rejects the time
     */
    public B retry(Duration time) {
        Event.retry(Objects.requireNonNull(time, "time"));
        this.retry = time;
        return self();
    }

    /**
     * Sends no reconnection time, so that the browser's default applies.
     *
     * @return this builder
     */
    public B noRetry() {
        this.retry = null;
        return self();
    }

    /**
     * Sets which clients receive resume points; default {@link ResumePointPolicy#EVENT_SOURCE}.
     *
     * @param policy the policy
     * @return this builder
     */
    public B resumePoints(ResumePointPolicy policy) {
        this.resumePoints = Objects.requireNonNull(policy, "policy");
        return self();
    }

    /**
     * Sets the type of the resume points, by which a client recognizes them; default {@code resume-point}. Their data
     * is empty.
     *
     * @param type a type that the application's events do not have
     * @return this builder
     * @throws IllegalArgumentException if the type is empty or {@code message}, which pages would receive as an
     *     ordinary event, or contains CR or LF
     */
    public B resumePointType(String type) {
        if (Event.of(type, "").type().filter(given -> !given.equals("message")).isEmpty()) {
            throw new IllegalArgumentException("resume point type must not be empty or message: \"" + type + "\"");
        }
        this.resumePointType = type;
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
        this.lastEventIdParameter = name;
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
        this.admission = Objects.requireNonNull(policy, "policy");
        return self();
    }

    /**
     * Sets fields of the response that carries each stream, in place of the library's fields of the same names:
     * {@code Content-Type: text/event-stream}, {@code Cache-Control: no-cache, no-transform} and
     * {@code X-Accel-Buffering: no}; default none. {@link Admission#withHeader} sets those of one stream.
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
}
