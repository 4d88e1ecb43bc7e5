package sse.api.internal.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sse.api.CommentStyle;
import sse.api.Event;
import sse.api.ResumePointPolicy;
import sse.api.StreamOptions;
import sse.api.internal.access.FrameAccess;
import sse.api.spi.Frame;

/**
 * The frames that a stream sends by itself, as its options say: the one place that knows their bytes. Immutable.
 *
 * <pre>
 *   opened       :
 *                retry: 3000
 *   heartbeat    :
 *   an event     data: x
 *                (blank line)
 * </pre>
 *
 * <p>By default none of them ends with a blank line. So the reconnection time and the comments before the first event
 * are the beginning of its block, and a client that makes an event of every block receives no empty one. A browser acts
 * on the line of a reconnection time at once (WHATWG HTML section 9.2.6).
 */
public final class ControlFrames {
    private static final Function<byte[], Frame> FRAMES = FrameAccess.get(Frame.class);
    private static final String COMMENT = ":\n";
    private static final String BLANK_LINE = "\n";
    private static final Frame COMMENT_LINE = frame(COMMENT);
    private static final Frame COMMENT_BLOCK = frame(COMMENT + BLANK_LINE);

    private final Optional<Frame> prelude;
    private final Frame heartbeat;
    private final Frame heartbeatComment;
    private final CommentStyle retryStyle;
    private final Optional<String> resumePointType;
    private final Optional<Frame> end;

    /**
     * Creates the frames of the streams of a route.
     *
     * @param options the options of the route
     * @param forEventSources true for clients whose requests are those of an {@code EventSource}
     */
    public ControlFrames(StreamOptions options, boolean forEventSources) {
        end = options.endEvent().map(Frame::of);
        retryStyle = options.firstComment().orElse(CommentStyle.LINE);
        prelude = prelude(options);
        heartbeatComment = options.heartbeatStyle() == CommentStyle.LINE ? COMMENT_LINE : COMMENT_BLOCK;
        heartbeat = options.heartbeatEvent().map(Frame::of).orElse(heartbeatComment);
        boolean sendsResumePoints = options.resumePoints() == ResumePointPolicy.ALWAYS
                || (options.resumePoints() == ResumePointPolicy.EVENT_SOURCE && forEventSources);
        resumePointType = sendsResumePoints ? Optional.of(options.resumePointType()) : Optional.empty();
    }

    private static Optional<Frame> prelude(StreamOptions options) {
        String text = options.firstComment().map(style -> COMMENT).orElse("")
                + options.retry().map(ControlFrames::retryLine).orElse("")
                + options.firstComment()
                        .filter(CommentStyle.BLOCK::equals)
                        .map(style -> BLANK_LINE)
                        .orElse("");
        return text.isEmpty() ? Optional.empty() : Optional.of(frame(text));
    }

    /** Returns the first bytes of a stream: a comment and the reconnection time. Empty if both are off. */
    public Optional<Frame> prelude() {
        return prelude;
    }

    /** Returns the comment or the event that is a heartbeat. */
    public Frame heartbeat() {
        return heartbeat;
    }

    /** Returns the comment that is a heartbeat where the event of a function is missing. */
    public Frame heartbeatComment() {
        return heartbeatComment;
    }

    /** Returns the event that ends a complete stream; empty if there is none. */
    public Optional<Frame> end() {
        return end;
    }

    /** Returns a reconnection time for the end of a stream, where no event follows that could hold it. */
    public Frame retry(Duration time) {
        String line = retryLine(time);
        return frame(retryStyle == CommentStyle.LINE ? line : line + BLANK_LINE);
    }

    /**
     * Returns the end of a stream.
     *
     * @param event the last event
     * @param retry a reconnection time, which the event holds if there is one
     */
    public List<Frame> closing(Optional<Event> event, Optional<Duration> retry) {
        return event
                .map(last ->
                        retry.map(time -> last.toBuilder().retry(time).build()).orElse(last))
                .map(Frame::of)
                .or(() -> retry.map(this::retry))
                .stream()
                .toList();
    }

    /** Returns an event that only sets the client's last event id; empty if the client is to receive none. */
    public Optional<Frame> resumePoint(String id) {
        return resumePointType.map(
                type -> Frame.of(Event.builder().type(type).id(id).data("").build()));
    }

    private static String retryLine(Duration time) {
        return "retry: " + Event.retry(time).retry().orElseThrow().toMillis() + "\n";
    }

    private static Frame frame(String text) {
        return FRAMES.apply(text.getBytes(StandardCharsets.US_ASCII));
    }
}
