package sse.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts events together from the lines of a stream: the second half of {@link EventDecoder}, and the interpretation of
 * WHATWG HTML, section 9.2.6.
 */
final class EventAssembler {

    // Most events have one line of data, and the line is still where it was read when the blank line comes. So a first
    // line is only noted, and copied when another one follows or when the memory it is in is about to be used again.

    private static final String DEFAULT_TYPE = "message";
    private static final int TYPES = 16;

    private static final byte[] NO_BYTES = {};
    private static final byte[] DATA = EventEncoder.ascii("data");
    private static final byte[] EVENT = EventEncoder.ascii("event");
    private static final byte[] ID = EventEncoder.ascii("id");
    private static final byte[] RETRY = EventEncoder.ascii("retry");

    // Immutable after construction.
    private final EventDecoder.Handler handler;
    private final @Nullable Consumer<Duration> onRetry;
    private final @Nullable Consumer<String> onComment;
    private final int maxEventBytes;

    // The block so far: data is either one noted line, or what was copied.
    private byte[] noted = NO_BYTES;
    private int notedFrom;
    private int notedEnd;
    private final Bytes copied = new Bytes(256);
    private boolean hasNoted;
    private boolean hasCopied;
    private String type = "";
    private String id = "";

    // What outlives a block.
    private final RecentText[] recentTypes = new RecentText[TYPES];
    private final RecentText recentId = new RecentText();
    private String lastEventId = "";

    EventAssembler(
            EventDecoder.Handler handler,
            @Nullable Consumer<Duration> onRetry,
            @Nullable Consumer<String> onComment,
            int maxEventBytes) {
        this.handler = handler;
        this.onRetry = onRetry;
        this.onComment = onComment;
        this.maxEventBytes = maxEventBytes;
        Arrays.setAll(recentTypes, i -> new RecentText());
    }

    String lastEventId() {
        return lastEventId;
    }

    /** Takes a line. It must stay where it is until {@link #release} or {@link #discard} is called. */
    void line(byte[] bytes, int from, int end) throws EventTooLargeException {
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
                // A field nobody knows is ignored.
            }
        }
    }

    /** Tells whether a line, whose first byte has been compared, has a name and no longer one. */
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

    /** Returns where the value begins: after the colon, if there is one, and one space, if there is one. */
    private static int value(byte[] bytes, int colon, int end) {
        if (colon == end) {
            return end;
        }
        return colon + 1 < end && bytes[colon + 1] == ' ' ? colon + 2 : colon + 1;
    }

    private void data(byte[] bytes, int from, int end) throws EventTooLargeException {
        long size = (long) end - from;
        if (hasNoted) {
            size += notedEnd - notedFrom + 1L;
        } else if (hasCopied) {
            size += copied.length + 1L;
        }
        if (size > maxEventBytes) {
            throw new EventTooLargeException("event must be at most " + maxEventBytes + " bytes: " + size);
        }
        release();
        if (hasCopied) {
            copied.append((byte) '\n');
            copied.append(bytes, from, end);
        } else {
            noted = bytes;
            notedFrom = from;
            notedEnd = end;
            hasNoted = true;
        }
    }

    /** Copies what was only noted: the memory of the lines so far is free again. */
    void release() {
        if (hasNoted) {
            hasNoted = false;
            hasCopied = true;
            copied.append(noted, notedFrom, notedEnd);
            noted = NO_BYTES;
        }
    }

    private void type(byte[] bytes, int from, int end) {
        if (from == end) {
            type = "";
        } else {
            int slot = end - from + 7 * bytes[from] + 31 * bytes[end - 1];
            type = recentTypes[slot & TYPES - 1].decode(bytes, from, end);
        }
    }

    private void id(byte[] bytes, int from, int end) {
        String text = recentId.decode(bytes, from, end);
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
        if (hasNoted) {
            hasNoted = false;
            String data = Utf8.decode(noted, notedFrom, notedEnd);
            noted = NO_BYTES;
            handler.onEvent(eventType, data, lastEventId);
        } else if (hasCopied) {
            hasCopied = false;
            String data = Utf8.decode(copied.array, 0, copied.length);
            copied.clear();
            handler.onEvent(eventType, data, lastEventId);
        }
    }

    /** Forgets the block so far. */
    void discard() {
        noted = NO_BYTES;
        hasNoted = false;
        hasCopied = false;
        copied.clear();
        type = "";
        id = lastEventId;
    }
}
