package sse.api;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as {@code text/event-stream}: the one place that knows the wire text.
 *
 * <p>Stateless, and so safe for any thread. Null is answered with a {@link NullPointerException}.
 */
public final class EventEncoder {

    private EventEncoder() {}

    /**
     * Returns how many bytes an event takes on the wire, exactly.
     *
     * @param event the event
     * @return the number of bytes, the blank line included
     */
    public static int encodedLength(Event event) {
        return event.encodedLength;
    }

    /**
     * Writes an event to the target's position, and advances it.
     *
     * @param event the event
     * @param target where the bytes go, on the heap or direct, in any byte order
     * @throws BufferOverflowException if the event does not fit; then nothing is written and the position is as it was
     * @throws ReadOnlyBufferException if the target is read-only
     */
    public static void encode(Event event, ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (target.remaining() < event.encodedLength) {
            throw new BufferOverflowException();
        }
        var bytes = new byte[event.encodedLength];
        encode(event, bytes, 0);
        target.put(bytes);
    }

    static int encode(Event event, byte[] target, int offset) {
        byte[] bytes = text(event).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, target, offset, bytes.length);
        return offset + bytes.length;
    }

    static int measure(Event event) {
        return text(event).getBytes(StandardCharsets.UTF_8).length;
    }

    private static String text(Event event) {
        var out = new StringBuilder();
        lines(out, ": ", event.comment);
        lines(out, "event: ", event.type);
        lines(out, "id: ", event.id);
        if (event.retryMillis != Event.NO_RETRY) {
            out.append("retry: ").append(event.retryMillis).append('\n');
        }
        lines(out, "data: ", event.data);
        return out.append('\n').toString();
    }

    private static void lines(StringBuilder out, String prefix, @Nullable String text) {
        if (text != null) {
            for (String line : text.split("\n", -1)) {
                out.append(prefix).append(line).append('\n');
            }
        }
    }
}
