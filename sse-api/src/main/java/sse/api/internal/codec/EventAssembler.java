package sse.api.internal.codec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Assembles messages from the lines of a stream: the interpretation of WHATWG HTML, section 9.2.6. For use by one
 * thread at a time.
 */
public final class EventAssembler {

    // Most events have one line of data, and when the blank line comes, that line is still in the caller's memory. So
    // the first line of data is referenced, and copied when a second one follows or when its memory must be released.

    private static final String DEFAULT_TYPE = "message";
    private static final int TYPES = 16;

    private static final byte[] NO_BYTES = {};
    private static final byte[] DATA = ascii("data");
    private static final byte[] EVENT = ascii("event");
    private static final byte[] ID = ascii("id");
    private static final byte[] RETRY = ascii("retry");

    // Immutable after construction.
    private final MessageHandler handler;
    private final @Nullable Consumer<Duration> onRetry;
    private final @Nullable Consumer<String> onComment;
    private final int maxEventBytes;

    // The current block: its data is either one referenced line or the copied bytes.
    private byte[] referenced = NO_BYTES;
    private int referencedFrom;
    private int referencedEnd;
    private final ByteArrayBuilder copied = new ByteArrayBuilder(256);
    private boolean hasReferenced;
    private boolean hasCopied;
    private String type = "";
    private String id = "";

    // Kept from block to block.
    private final @Nullable StringCache[] types = new StringCache[TYPES];
    private final StringCache ids = new StringCache();
    private String lastEventId = "";

    /**
     * Creates an assembler at the start of a stream.
     *
     * @param onRetry receives each valid reconnection time; null if they are not wanted
     * @param onComment receives each line of a comment; null if they are not wanted
     */
    public EventAssembler(
            MessageHandler handler,
            @Nullable Consumer<Duration> onRetry,
            @Nullable Consumer<String> onComment,
            int maxEventBytes) {
        this.handler = handler;
        this.onRetry = onRetry;
        this.onComment = onComment;
        this.maxEventBytes = maxEventBytes;
    }

    /** Returns the id of the last complete block that had one, empty if there is none. */
    public String lastEventId() {
        return lastEventId;
    }

    /** Sets the last event ID. At the start of a stream only. */
    public void setLastEventId(String id) {
        this.id = id;
        lastEventId = id;
    }

    /**
     * Interprets a line. Its bytes must not change until {@link #release} or {@link #discard} is called.
     *
     * @throws SizeLimitException if the event's data is larger than the limit
     */
    public void line(byte[] bytes, int from, int end) throws SizeLimitException {
        if (from == end) {
            dispatch();
            return;
        }
        switch (bytes[from]) {
            case 'd' -> {
                if (isField(DATA, bytes, from, end)) {
                    data(bytes, value(bytes, from + DATA.length, end), end);
                }
            }
            case 'e' -> {
                if (isField(EVENT, bytes, from, end)) {
                    type(bytes, value(bytes, from + EVENT.length, end), end);
                }
            }
            case 'i' -> {
                if (isField(ID, bytes, from, end)) {
                    id(bytes, value(bytes, from + ID.length, end), end);
                }
            }
            case 'r' -> {
                if (onRetry != null && isField(RETRY, bytes, from, end)) {
                    retry(onRetry, bytes, value(bytes, from + RETRY.length, end), end);
                }
            }
            case ':' -> {
                if (onComment != null) {
                    onComment.accept(Utf8.decode(bytes, value(bytes, from, end), end));
                }
            }
            default -> {
                // Unknown fields are ignored.
            }
        }
    }

    /** Returns true if a line, whose first byte has been compared, has exactly this field name. */
    private static boolean isField(byte[] name, byte[] bytes, int from, int end) {
        int length = name.length;
        if (end - from < length || (end - from > length && bytes[from + length] != ':')) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the index of the value: after the colon and one space, as far as they are there. */
    private static int value(byte[] bytes, int colon, int end) {
        if (colon == end) {
            return end;
        }
        return colon + 1 < end && bytes[colon + 1] == ' ' ? colon + 2 : colon + 1;
    }

    private void data(byte[] bytes, int from, int end) throws SizeLimitException {
        long size = (long) end - from;
        if (hasReferenced) {
            size += referencedEnd - referencedFrom + 1L;
        } else if (hasCopied) {
            size += copied.length() + 1L;
        }
        if (size > maxEventBytes) {
            throw new SizeLimitException("event must be at most " + maxEventBytes + " bytes: " + size);
        }
        release();
        if (hasCopied) {
            copied.append((byte) '\n');
            copied.append(bytes, from, end);
        } else {
            referenced = bytes;
            referencedFrom = from;
            referencedEnd = end;
            hasReferenced = true;
        }
    }

    /** Copies referenced data, so that the memory of earlier lines may be reused. */
    public void release() {
        if (hasReferenced) {
            hasReferenced = false;
            hasCopied = true;
            copied.append(referenced, referencedFrom, referencedEnd);
            referenced = NO_BYTES;
        }
    }

    private void type(byte[] bytes, int from, int end) {
        if (from == end) {
            type = "";
        } else {
            int slot = (end - from + 7 * bytes[from] + 31 * bytes[end - 1]) & (TYPES - 1);
            StringCache cache = types[slot];
            if (cache == null) {
                cache = new StringCache();
                types[slot] = cache;
            }
            type = cache.decode(bytes, from, end);
        }
    }

    private void id(byte[] bytes, int from, int end) {
        String text = ids.decode(bytes, from, end);
        if (text.indexOf('\0') < 0) {
            id = text;
        }
    }

    private static void retry(Consumer<Duration> onRetry, byte[] bytes, int from, int end) {
        long millis = 0;
        for (int i = from; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return;
            }
            millis = millis > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : 10 * millis + digit;
        }
        if (from < end) {
            onRetry.accept(Duration.ofMillis(millis));
        }
    }

    private void dispatch() {
        lastEventId = id;
        String eventType = type.isEmpty() ? DEFAULT_TYPE : type;
        type = "";
        if (hasReferenced) {
            hasReferenced = false;
            String data = Utf8.decode(referenced, referencedFrom, referencedEnd);
            referenced = NO_BYTES;
            handler.onMessage(eventType, data, lastEventId);
        } else if (hasCopied) {
            hasCopied = false;
            String data = Utf8.decode(copied.array(), 0, copied.length());
            copied.clear();
            handler.onMessage(eventType, data, lastEventId);
        }
    }

    /** Discards the current block. */
    public void discard() {
        referenced = NO_BYTES;
        hasReferenced = false;
        hasCopied = false;
        copied.clear();
        type = "";
        id = lastEventId;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
