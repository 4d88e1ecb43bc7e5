package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import sse.api.internal.time.DurationRange;
import sse.api.spi.http.Quote;

/**
 * The settings of what the streams on one path send by themselves, each with a default: first bytes, heartbeats, resume
 * points. For use by one thread.
 *
 * @param <B> the builder that inherits them
 */
abstract class ControlFrameSettings<B extends ControlFrameSettings<B>> {
    private static final DurationRange FROM_10_MS = DurationRange.atLeast(Duration.ofMillis(10));

    // Read by the options that are built.
    Optional<Duration> heartbeat = Optional.of(Duration.ofSeconds(15));
    CommentStyle heartbeatStyle = CommentStyle.LINE;
    Optional<Event> heartbeatEvent = Optional.empty();
    Optional<Supplier<Event>> heartbeatSupplier = Optional.empty();
    Optional<CommentStyle> firstComment = Optional.of(CommentStyle.LINE);
    Optional<Duration> retry = Optional.of(Duration.ofSeconds(3));
    ResumePointPolicy resumePoints = ResumePointPolicy.EVENT_SOURCE;
    String resumePointType = "resume-point";
    Optional<Event> endEvent = Optional.empty();
    Optional<Function<? super Throwable, Event>> errorEvent = Optional.empty();

    ControlFrameSettings() {}

    /** Returns this builder. */
    abstract B self();

    /** Sets all settings of this class to those of another builder. */
    final void copyControlFrames(ControlFrameSettings<?> from) {
        heartbeat = from.heartbeat;
        heartbeatStyle = from.heartbeatStyle;
        heartbeatEvent = from.heartbeatEvent;
        heartbeatSupplier = from.heartbeatSupplier;
        firstComment = from.firstComment;
        retry = from.retry;
        resumePoints = from.resumePoints;
        resumePointType = from.resumePointType;
        endEvent = from.endEvent;
        errorEvent = from.errorEvent;
    }

    /** Returns the settings of this class as text, without functions. */
    final String controlFrames() {
        return "heartbeat=" + heartbeat + ", heartbeatStyle=" + heartbeatStyle + ", heartbeatEvent=" + heartbeatEvent
                + ", firstComment=" + firstComment + ", retry=" + retry + ", resumePoints=" + resumePoints
                + ", resumePointType=" + resumePointType
                + ", endEvent=" + endEvent;
    }

    /**
     * Sets the idle time after which a heartbeat is sent, a comment by default; default 15 s. Each interval is
     * shortened at random, by up to a quarter, so that streams which opened together do not send together, and to less
     * than half on {@code sse-jdkhttp}, where only a second write shows that a client has disconnected.
     *
     * @param interval the idle time, from 10 ms to 36,500 days
     * @return this builder
     * @throws IllegalArgumentException if the time is out of range
     */
    public B heartbeat(Duration interval) {
        FROM_10_MS.check("heartbeat", Objects.requireNonNull(interval, "interval"));
        this.heartbeat = Optional.of(interval);
        return self();
    }

    /**
     * Disables the heartbeat. A client that disappears without closing its connection is then noticed only by a write.
     *
     * @return this builder
     */
    public B noHeartbeat() {
        this.heartbeat = Optional.empty();
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
     * Sends an event as heartbeat, in place of a comment, which pages never see (WHATWG HTML section 9.2.6); default
     * none. A page that expects it notices a connection that is broken without its browser knowing. It is encoded once
     * for all streams of a route, and not counted as a sent event.
     *
     * @param event the event, without an id, which would replace the position that the client resumes from
     * @return this builder
     * @throws IllegalArgumentException if the event has an id
     */
    public B heartbeatEvent(Event event) {
        Objects.requireNonNull(event, "event").id().ifPresent(id -> {
            throw new IllegalArgumentException("heartbeat event must have no id: " + Quote.of(id));
        });
        this.heartbeatEvent = Optional.of(event);
        this.heartbeatSupplier = Optional.empty();
        return self();
    }

    /**
     * Sends the event that a function returns as heartbeat, in place of a comment; default none. The comment is sent
     * all the same if the function throws, or returns null or an event with an id, which is logged, or if it has not
     * returned when the {@linkplain #heartbeat period} is over.
     *
     * @param supplier called for each heartbeat of each stream, on the service's executor, and by one thread at a time
     *     for one stream; may block
     * @return this builder
     */
    public B heartbeatEvent(Supplier<Event> supplier) {
        this.heartbeatSupplier = Optional.of(Objects.requireNonNull(supplier, "supplier"));
        this.heartbeatEvent = Optional.empty();
        return self();
    }

    /**
     * Sends comments as heartbeats, which is the default.
     *
     * @return this builder
     */
    public B noHeartbeatEvent() {
        this.heartbeatEvent = Optional.empty();
        this.heartbeatSupplier = Optional.empty();
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
        this.firstComment = Optional.of(Objects.requireNonNull(style, "style"));
        return self();
    }

    /**
     * Begins streams without a comment. Without a {@linkplain #noRetry() reconnection time} too, the first bytes of the
     * body are an event, or a heartbeat. The head of the response is sent as soon as the stream opens, in any case; a
     * proxy or a browser may hold it back until the body begins.
     *
     * @return this builder
     */
    public B noFirstComment() {
        this.firstComment = Optional.empty();
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
        this.retry = Optional.of(time);
        return self();
    }

    /**
     * Sends no reconnection time, so that the browser's default applies.
     *
     * @return this builder
     */
    public B noRetry() {
        this.retry = Optional.empty();
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
     * Sets the event that ends each complete stream, such as {@code [DONE]}; default none. It is sent when the
     * application ends the stream, by {@link EventStream#close()}, the completion of a publisher, or the end of its
     * topics, behind everything that was accepted before. It is not sent if the stream fails or is cut, nor when the
     * server closes: the client would take a part for the whole.
     *
     * @param event the event
     * @return this builder
     */
    public B endEvent(Event event) {
        this.endEvent = Optional.of(Objects.requireNonNull(event, "event"));
        return self();
    }

    /**
     * Ends complete streams without an event of their own.
     *
     * @return this builder
     */
    public B noEndEvent() {
        this.endEvent = Optional.empty();
        return self();
    }

    /**
     * Sets the event that a client receives when the code of its stream fails: its handler, a supplier, a publisher or
     * a transform throws; default none. It is the last event; the stream is cut behind it as any that fails, and gets
     * no {@linkplain #endEvent end event}. A handler that is interrupted sends none.
     *
     * @param function makes the event of what was thrown. Runs on the server's executor, only for streams that are
     *     open. If it throws or returns null, that is logged and there is no event
     * @return this builder
     */
    public B errorEvent(Function<? super Throwable, Event> function) {
        this.errorEvent = Optional.of(Objects.requireNonNull(function, "function"));
        return self();
    }

    /**
     * Cuts streams that fail without an event.
     *
     * @return this builder
     */
    public B noErrorEvent() {
        this.errorEvent = Optional.empty();
        return self();
    }
}
