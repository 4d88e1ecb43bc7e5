package sse.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code text/event-stream}: the incremental algorithm of WHATWG HTML, section 9.2.6, on bytes in chunks that may be
 * cut anywhere.
 *
 * <p>For use by one thread at a time. Callbacks run on the thread that calls {@link #decode}, inside that call. Null is
 * answered with a {@link NullPointerException} that names the parameter.
 */
public final class EventDecoder {

    /** The longest line taken unless the builder says otherwise, its end not counted: 16 MiB. */
    public static final int DEFAULT_MAX_LINE_BYTES = 16 << 20;

    /** The most data one event may have unless the builder says otherwise, in bytes of UTF-8: 16 MiB. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 16 << 20;

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

    private final Handler handler;
    private final @Nullable Consumer<Duration> onRetry;
    private final @Nullable Consumer<String> onComment;
    private final int maxLineBytes;
    private final int maxEventBytes;

    private byte[] line = new byte[256];
    private int lineLength;
    private boolean afterCr;
    private int bom;
    private StringBuilder data = new StringBuilder();
    private boolean hasData;
    private String type = "";
    private String id = "";
    private String lastEventId = "";

    private EventDecoder(Builder from) {
        this.handler = from.handler;
        this.onRetry = from.onRetry;
        this.onComment = from.onComment;
        this.maxLineBytes = from.maxLineBytes;
        this.maxEventBytes = from.maxEventBytes;
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
     * Decodes the bytes from the chunk's position to its limit, and hands out every event they complete. When it returns, all
     * of them are consumed and the chunk may be used again.
     *
     * @param chunk the next bytes of the stream, on the heap or direct
     * @throws EventTooLargeException if a line or an event is larger than its limit
     */
    public void decode(ByteBuffer chunk) throws EventTooLargeException {
        while (chunk.hasRemaining()) {
            byte b = chunk.get();
            if (bom < 3) {
                if (b == (byte) (bom == 0 ? 0xEF : bom == 1 ? 0xBB : 0xBF)) {
                    bom++;
                    if (bom == 3) {
                        lineLength = 0;
                        continue;
                    }
                } else {
                    bom = 4;
                }
            }
            if (afterCr) {
                afterCr = false;
                if (b == '\n') {
                    continue;
                }
            }
            if (b == '\r' || b == '\n') {
                afterCr = b == '\r';
                int n = lineLength;
                lineLength = 0;
                line(new String(line, 0, n, StandardCharsets.UTF_8));
            } else {
                if (lineLength == maxLineBytes) {
                    throw new EventTooLargeException(
                            "line must be at most " + maxLineBytes + " bytes: " + (lineLength + 1));
                }
                if (lineLength == line.length) {
                    line = Arrays.copyOf(line, lineLength * 2);
                }
                line[lineLength++] = b;
            }
        }
    }

    private void line(String text) throws EventTooLargeException {
        if (text.isEmpty()) {
            dispatch();
            return;
        }
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + (text.startsWith(" ", colon + 1) ? 2 : 1));
        switch (name) {
            case "" -> {
                if (onComment != null) {
                    onComment.accept(value);
                }
            }
            case "data" -> {
                data.append(value).append('\n');
                hasData = true;
                if (data.length() > maxEventBytes) {
                    throw new EventTooLargeException(
                            "event must be at most " + maxEventBytes + " bytes: " + data.length());
                }
            }
            case "event" -> type = value;
            case "id" -> {
                if (value.indexOf('\0') < 0) {
                    id = value;
                }
            }
            case "retry" -> {
                if (onRetry != null && value.length() < 19 && value.matches("[0-9]+")) {
                    onRetry.accept(Duration.ofMillis(Long.parseLong(value)));
                }
            }
            default -> {}
        }
    }

    private void dispatch() {
        lastEventId = id;
        String type = this.type;
        this.type = "";
        if (hasData) {
            hasData = false;
            String text = data.substring(0, data.length() - 1);
            data.setLength(0);
            handler.onEvent(type.isEmpty() ? "message" : type, text, lastEventId);
        }
    }

    /**
     * Returns the last event ID: what a client sends when it reconnects.
     *
     * @return the id of the last complete block that had one, empty if none had or the last one reset it
     */
    public String lastEventId() {
        return lastEventId;
    }

    /**
     * Ends the stream. An incomplete last block is discarded, its id too. The decoder is then ready for the stream of the next
     * connection and keeps the last event ID.
     */
    public void endOfInput() {
        lineLength = 0;
        afterCr = false;
        bom = 0;
        data.setLength(0);
        hasData = false;
        type = "";
        id = lastEventId;
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
         * @param maxEventBytes the most bytes of data an event may have, with one for each break between its lines, at least 1
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
