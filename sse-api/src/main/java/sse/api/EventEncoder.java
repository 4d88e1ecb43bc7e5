package sse.api;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as {@code text/event-stream}: the one place that knows the wire text.
 *
 * <p>An event is written as its comment, type, id, reconnection time and data, as far as it has them, and a blank line.
 * A comment and data take a line for each of theirs:
 *
 * <pre>
 * : a comment
 * event: tick
 * id: 42
 * retry: 3000
 * data: first line
 * data: second line
 *
 * </pre>
 *
 * <p>Each field name is followed by a colon and one space, also before empty text, and each line ends with LF. A part
 * the event has not takes no bytes; the blank line is always there, so that whatever is written next starts a new
 * event.
 *
 * <p>Stateless, and so safe for any thread; nothing here blocks or allocates. Null is answered with a
 * {@link NullPointerException}.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">WHATWG HTML,
 *     section 9.2.5</a>
 */
public final class EventEncoder {

    // An event's texts are checked and brought into UTF-8 when it is built, see EventText: what is left is to copy.

    static final byte[] COMMENT = ascii(": ");
    static final byte[] EVENT = ascii("event: ");
    static final byte[] ID = ascii("id: ");
    static final byte[] RETRY = ascii("retry: ");
    static final byte[] DATA = ascii("data: ");

    private EventEncoder() {}

    /**
     * Returns how many bytes an event takes on the wire, exactly.
     *
     * @param event the event
     * @return the number of bytes, the blank line included
     */
    public static int encodedLength(Event event) {
        return Objects.requireNonNull(event, "event").encodedLength;
    }

    /**
     * Writes an event to the target's position, and advances it.
     *
     * @param event the event
     * @param target where the bytes go, on the heap or direct
     * @throws BufferOverflowException if the event does not fit; then nothing is written and the position is as it was
     * @throws ReadOnlyBufferException if the target is read-only
     */
    public static void encode(Event event, ByteBuffer target) {
        int length = encodedLength(event);
        if (Objects.requireNonNull(target, "target").isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (length > target.remaining()) {
            throw new BufferOverflowException();
        }
        if (target.hasArray()) {
            int position = target.position();
            encode(event, target.array(), target.arrayOffset() + position);
            target.position(position + length);
        } else {
            encodeOffHeap(event, target);
        }
    }

    /** Writes an event into an array that has room for it. */
    static void encode(Event event, byte[] target, int offset) {
        int at = put(COMMENT, event.comment, target, offset);
        at = put(EVENT, event.type, target, at);
        at = put(ID, event.id, target, at);
        at = put(RETRY, event.retry, target, at);
        at = put(DATA, event.data, target, at);
        target[at] = '\n';
    }

    private static int put(byte[] name, @Nullable EventText text, byte[] target, int offset) {
        if (text == null) {
            return offset;
        }
        byte[] wire = text.wire;
        System.arraycopy(name, 0, target, offset, name.length);
        System.arraycopy(wire, 0, target, offset + name.length, wire.length);
        int end = offset + name.length + wire.length;
        target[end] = '\n';
        return end + 1;
    }

    private static void encodeOffHeap(Event event, ByteBuffer target) {
        put(COMMENT, event.comment, target);
        put(EVENT, event.type, target);
        put(ID, event.id, target);
        put(RETRY, event.retry, target);
        put(DATA, event.data, target);
        target.put((byte) '\n');
    }

    private static void put(byte[] name, @Nullable EventText text, ByteBuffer target) {
        if (text != null) {
            target.put(name).put(text.wire).put((byte) '\n');
        }
    }

    /** Counts the bytes an event takes on the wire. */
    static long measure(Event event) {
        return measure(COMMENT, event.comment)
                + measure(EVENT, event.type)
                + measure(ID, event.id)
                + measure(RETRY, event.retry)
                + measure(DATA, event.data)
                + 1;
    }

    private static long measure(byte[] name, @Nullable EventText text) {
        return text == null ? 0 : (long) name.length + text.wire.length + 1;
    }

    static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
