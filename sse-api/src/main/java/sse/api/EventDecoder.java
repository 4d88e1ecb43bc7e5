package sse.api;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.internal.codec.ByteArrayBuilder;
import sse.api.internal.codec.ByteSearch;
import sse.api.internal.codec.EventAssembler;
import sse.api.internal.codec.SizeLimitException;

/**
 * Reads {@code text/event-stream}: the algorithm of WHATWG HTML, section 9.2.6, on bytes that come in chunks cut
 * anywhere.
 *
 * <p>An event is handed out as soon as its last byte allows: also at a lone CR, without waiting to see whether LF
 * follows. The time to decode is linear in the bytes, however small the chunks are. Nothing is allocated but the
 * strings that are handed out (once the buffers are as large as the largest line and event so far); a type or an id
 * that comes again is the same string again.
 *
 * <p>One decoder reads one connection after another: {@link #endOfInput} ends the stream of one, and the last event ID
 * is kept for the next, as a browser keeps it.
 *
 * <p>For use by one thread at a time. Callbacks run on the thread that calls {@link #decode}, inside that call, and
 * must not call it themselves. If one throws, {@code decode} throws the same, and the chunk's position is behind the
 * line that was handed out: decoding can go on there. Null is answered with a {@link NullPointerException} that names
 * the parameter.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">WHATWG
 *     HTML, section 9.2.6</a>
 */
public final class EventDecoder {

    // This class cuts the stream into lines and keeps the start of a line whose end has not come yet; EventAssembler
    // makes events of the lines. A line that is whole within a chunk is interpreted where it is and never copied.

    /** The most data one event may have unless the builder says otherwise, in bytes of UTF-8: 16 MiB. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 16 << 20;

    /** The longest line taken unless the builder says otherwise: one with as much data as an event may have. */
    public static final int DEFAULT_MAX_LINE_BYTES = "data: ".length() + DEFAULT_MAX_EVENT_BYTES;

    /** Receives the events of a stream. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Receives an event, as soon as the line end that completes it has been read.
         *
         * @param type the type, {@code message} if the stream names none
         * @param data the data, lines separated by LF
         * @param lastEventId the last event ID as of this event, empty if there is none
         */
        void onEvent(String type, String data, String lastEventId);
    }

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int COPY_BYTES = 8 << 10;

    private final EventAssembler events;
    private final int maxLineBytes;

    // The start of a line whose end has not been read.
    private final ByteArrayBuilder line = new ByteArrayBuilder(256);

    private byte[] copy = {};
    private int consumed;
    private int bomBytes;
    private boolean afterCr;
    private boolean failed;

    private EventDecoder(Builder from) {
        this.events = new EventAssembler(from.handler::onEvent, from.onRetry, from.onComment, from.maxEventBytes);
        this.maxLineBytes = from.maxLineBytes;
    }

    /**
     * Makes a builder of a decoder.
     *
     * @param handler receives the events
     * @return a builder with every default
     */
    public static Builder builder(Handler handler) {
        return new Builder(Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Decodes the bytes from the chunk's position to its limit, and hands out every event they complete. When it
     * returns, all of them are consumed and the chunk's memory may be used again. It does not block, unless a callback
     * does.
     *
     * @param chunk the next bytes of the stream, on the heap or direct
     * @throws EventTooLargeException if a line or the data of an event is larger than its limit; nothing can be decoded
     *     then until {@link #endOfInput} has ended the stream
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
        consumed = skipBom(bytes, from, end);
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

    private int skipBom(byte[] bytes, int from, int end) {
        int at = from;
        while (bomBytes < BOM.length && at < end) {
            if (bytes[at] != BOM[bomBytes]) {
                line.append(BOM, 0, bomBytes);
                bomBytes = BOM.length;
                return at;
            }
            at++;
            bomBytes++;
        }
        return at;
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
     * Returns the last event ID: what a client sends when it reconnects.
     *
     * @return the id of the last complete block that had one, empty if none had or the last one reset it
     */
    public String lastEventId() {
        return events.lastEventId();
    }

    /**
     * Ends the stream. An incomplete last block is discarded, its id too. The decoder is then ready for the stream of
     * the next connection and keeps the last event ID.
     */
    public void endOfInput() {
        line.clear();
        events.discard();
        bomBytes = 0;
        afterCr = false;
        failed = false;
    }

    /** Collects the options of an {@link EventDecoder}. For use by one thread at a time. */
    public static final class Builder {

        private final Handler handler;
        private @Nullable Consumer<Duration> onRetry;
        private @Nullable Consumer<String> onComment;
        private int maxLineBytes = DEFAULT_MAX_LINE_BYTES;
        private int maxEventBytes = DEFAULT_MAX_EVENT_BYTES;

        private Builder(Handler handler) {
            this.handler = handler;
        }

        /**
         * Sets who is told the reconnection time, as soon as its line ends.
         *
         * @param onRetry receives each valid one
         * @return this builder
         */
        public Builder onRetry(Consumer<Duration> onRetry) {
            this.onRetry = Objects.requireNonNull(onRetry, "onRetry");
            return this;
        }

        /**
         * Sets who is told the comments, one call a line, as soon as it ends.
         *
         * @param onComment receives the text after the colon, without one leading space
         * @return this builder
         */
        public Builder onComment(Consumer<String> onComment) {
            this.onComment = Objects.requireNonNull(onComment, "onComment");
            return this;
        }

        /**
         * Limits a line.
         *
         * @param maxLineBytes the most bytes a line may have, its end not counted, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxLineBytes(int maxLineBytes) {
            if (maxLineBytes < 1) {
                throw new IllegalArgumentException("maxLineBytes must be at least 1: " + maxLineBytes);
            }
            this.maxLineBytes = maxLineBytes;
            return this;
        }

        /**
         * Limits the data of an event.
         *
         * @param maxEventBytes the most bytes of data an event may have, with one for each break between its lines, at
         *     least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxEventBytes(int maxEventBytes) {
            if (maxEventBytes < 1) {
                throw new IllegalArgumentException("maxEventBytes must be at least 1: " + maxEventBytes);
            }
            this.maxEventBytes = maxEventBytes;
            return this;
        }

        /**
         * Makes the decoder.
         *
         * @return a decoder at the start of a stream, with no last event ID
         */
        public EventDecoder build() {
            return new EventDecoder(this);
        }
    }
}
