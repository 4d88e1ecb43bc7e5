package sse.api;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.internal.codec.ByteArrayBuilder;
import sse.api.internal.codec.ByteOrderMark;
import sse.api.internal.codec.ByteSearch;
import sse.api.internal.codec.EventAssembler;
import sse.api.internal.codec.SizeLimitException;

/**
 * Decodes {@code text/event-stream} from chunks of bytes that may end anywhere, by the algorithm of WHATWG HTML,
 * section 9.2.6.
 *
 * <p>An event is passed to the handler as soon as its last byte has been read, also after a lone CR, without waiting
 * for an LF that may follow. Decoding takes time linear in the number of bytes, whatever the size of the chunks. It
 * allocates only the {@linkplain MessageEvent events} and their strings, once its buffers have reached the size of the
 * largest line and event; equal types and ids in a row are the same string.
 *
 * <p>A decoder may read one connection after another: {@link #endOfInput} ends the stream of a connection, and the last
 * event ID is kept for the next one, as in a browser.
 *
 * <p>For use by one thread at a time. Callbacks run on the thread that calls {@link #decode}, within that call, and
 * must not call it. If a callback throws, {@code decode} throws the same exception, and the chunk's position is after
 * the line that was passed to the callback; decoding may continue there. No method takes or returns null; a null
 * argument causes a {@link NullPointerException} that names the parameter.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">WHATWG
 *     HTML, section 9.2.6</a>
 */
public final class EventDecoder {

    // This class splits the stream into lines and keeps the beginning of an incomplete line; EventAssembler builds
    // events from the lines. A line that is complete within a chunk is interpreted in place and never copied.

    /** The default limit on the data of an event, in bytes of UTF-8: 16 MiB. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 16 << 20;

    /** The default limit on a line: one that has as much data as an event may have. */
    public static final int DEFAULT_MAX_LINE_BYTES = "data: ".length() + DEFAULT_MAX_EVENT_BYTES;

    /** Receives the events of a stream. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Receives an event when the line end that completes it has been read.
         *
         * @param event the event
         */
        void onEvent(MessageEvent event);
    }

    private static final int COPY_BYTES = 8 << 10;

    private final EventAssembler events;
    private final int maxLineBytes;

    // The beginning of a line whose end has not been read.
    private final ByteArrayBuilder line = new ByteArrayBuilder(256);
    private final ByteOrderMark bom = new ByteOrderMark();

    private String origin = "";
    private byte[] copy = {};
    private int consumed;
    private boolean afterCr;
    private boolean failed;

    private EventDecoder(Builder from) {
        Handler handler = from.handler;
        this.events = new EventAssembler(
                (type, data, lastEventId) -> handler.onEvent(MessageEvent.of(type, data, lastEventId, origin)),
                from.onRetry,
                from.onComment,
                from.maxEventBytes);
        events.setLastEventId(from.lastEventId);
        this.maxLineBytes = from.maxLineBytes;
    }

    /**
     * Creates a builder with default limits.
     *
     * @param handler receives the events
     * @return a new builder
     */
    public static Builder builder(Handler handler) {
        return new Builder(Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Decodes the bytes from the chunk's position to its limit and passes each event that they complete to the handler.
     * When the method returns, all of them are consumed and the chunk's memory may be reused. Does not block unless a
     * callback does.
     *
     * @param chunk the next bytes of the stream, on the heap or direct
     * @throws EventTooLargeException if a line or the data of an event is larger than its limit; nothing more can be
     *     decoded until {@link #endOfInput} has ended the stream
     * @throws IllegalStateException if that has happened before and the stream has not been ended
     */
    public void decode(ByteBuffer chunk) throws EventTooLargeException {
        Objects.requireNonNull(chunk, "chunk");
        if (failed) {
            throw new IllegalStateException("stream must be ended after an event that was too large");
        }
        if (chunk.hasArray()) {
            int offset = chunk.arrayOffset();
            try {
                decode(chunk.array(), offset + chunk.position(), offset + chunk.limit());
            } finally {
                chunk.position(consumed - offset);
            }
        } else {
            decodeCopies(chunk);
        }
    }

    private void decodeCopies(ByteBuffer chunk) throws EventTooLargeException {
        if (copy.length == 0) {
            copy = new byte[COPY_BYTES];
        }
        while (chunk.hasRemaining()) {
            int position = chunk.position();
            int length = Math.min(chunk.remaining(), copy.length);
            chunk.get(copy, 0, length);
            try {
                decode(copy, 0, length);
            } finally {
                chunk.position(position + consumed);
            }
        }
    }

    private void decode(byte[] bytes, int from, int end) throws EventTooLargeException {
        consumed = from;
        consumed = bom.skip(bytes, from, end, line);
        try {
            while (consumed < end) {
                decodeLine(bytes, consumed, end);
            }
        } catch (SizeLimitException e) {
            failed = true;
            throw new EventTooLargeException(e);
        } finally {
            events.release();
        }
    }

    private void decodeLine(byte[] bytes, int start, int end) throws SizeLimitException {
        int from = start;
        if (afterCr) {
            afterCr = false;
            if (bytes[from] == '\n') {
                consumed = ++from;
            }
        }
        int lineEnd = ByteSearch.lineEnd(bytes, from, end);
        long length = (long) line.length() + lineEnd - from;
        if (length > maxLineBytes) {
            throw new SizeLimitException("line must be at most " + maxLineBytes + " bytes: " + length);
        }
        if (lineEnd == end) {
            events.release();
            line.append(bytes, from, end);
            consumed = end;
            return;
        }
        afterCr = bytes[lineEnd] == '\r';
        consumed = lineEnd + 1;
        if (line.isEmpty()) {
            events.line(bytes, from, lineEnd);
        } else {
            line.append(bytes, from, lineEnd);
            int lineLength = line.length();
            line.clear();
            events.line(line.array(), 0, lineLength);
        }
    }

    /**
     * Returns the last event ID, which a client sends when it reconnects.
     *
     * @return the id of the last complete block that had one; empty if none had or the last one reset it
     */
    public String lastEventId() {
        return events.lastEventId();
    }

    /**
     * Sets the {@linkplain MessageEvent#origin() origin} of the events that are decoded from now on; default empty.
     *
     * @param origin the origin of the connection's URI
     */
    public void setOrigin(String origin) {
        this.origin = Objects.requireNonNull(origin, "origin");
    }

    /**
     * Ends the stream. An incomplete last block is discarded, including its id. The decoder keeps the last event ID and
     * is ready for the stream of the next connection.
     */
    public void endOfInput() {
        line.clear();
        events.discard();
        bom.reset();
        afterCr = false;
        failed = false;
    }

    /** Builds an {@link EventDecoder}. For use by one thread at a time. */
    public static final class Builder {

        private final Handler handler;
        private @Nullable Consumer<Duration> onRetry;
        private @Nullable Consumer<String> onComment;
        private int maxLineBytes = DEFAULT_MAX_LINE_BYTES;
        private int maxEventBytes = DEFAULT_MAX_EVENT_BYTES;
        private String lastEventId = "";

        private Builder(Handler handler) {
            this.handler = handler;
        }

        /**
         * Sets a callback for reconnection times. It is called when the line has been read.
         *
         * @param onRetry receives each valid time
         * @return this builder
         */
        public Builder onRetry(Consumer<Duration> onRetry) {
            this.onRetry = Objects.requireNonNull(onRetry, "onRetry");
            return this;
        }

        /**
         * Sets a callback for comments. It is called for each line, when the line has been read.
         *
         * @param onComment receives the text after the colon, without one leading space
         * @return this builder
         */
        public Builder onComment(Consumer<String> onComment) {
            this.onComment = Objects.requireNonNull(onComment, "onComment");
            return this;
        }

        /**
         * Sets the limit on a line; default {@link #DEFAULT_MAX_LINE_BYTES}.
         *
         * @param maxLineBytes the maximum number of bytes, without the line end, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxLineBytes(int maxLineBytes) {
            this.maxLineBytes = requirePositive("maxLineBytes", maxLineBytes);
            return this;
        }

        /**
         * Sets the limit on the data of an event; default {@link #DEFAULT_MAX_EVENT_BYTES}.
         *
         * @param maxEventBytes the maximum number of bytes, including one for each line break, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxEventBytes(int maxEventBytes) {
            this.maxEventBytes = requirePositive("maxEventBytes", maxEventBytes);
            return this;
        }

        /**
         * Sets the initial last event ID; default empty.
         *
         * @param lastEventId the id, as an earlier decoder returned it
         * @return this builder
         */
        public Builder lastEventId(String lastEventId) {
            this.lastEventId = Objects.requireNonNull(lastEventId, "lastEventId");
            return this;
        }

        private static int requirePositive(String what, int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException(what + " must be at least 1: " + bytes);
            }
            return bytes;
        }

        /**
         * Builds the decoder.
         *
         * @return a new decoder at the start of a stream
         */
        public EventDecoder build() {
            return new EventDecoder(this);
        }
    }
}
