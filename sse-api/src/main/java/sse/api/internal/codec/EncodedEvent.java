package sse.api.internal.codec;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import sse.api.spi.http.Quote;

/**
 * The fields of one event, encoded, and the one place that knows their order in {@code text/event-stream}.
 *
 * <p>An event is written as its comment, type, id, reconnection time and data, as far as it has them, and a blank line
 * if it has a type, an id or data. The comment and the data take one line for each of their lines:
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
 * <p>Each field name is followed by a colon and one space, also before an empty value, and each line ends with LF. An
 * absent field takes no bytes. The blank line ends what would otherwise belong to the next event. Comments and
 * reconnection times do not: a client acts on their lines one by one, so a blank line behind them has no effect in the
 * standard. Several clients pass an event without data to their user for such a blank line, or fail.
 *
 * <p>Immutable. Writing neither blocks nor allocates.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">WHATWG HTML,
 *     section 9.2.5</a>
 */
public final class EncodedEvent {

    // The largest array that every JVM can allocate.
    private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    // Null is a field that the event does not have.
    private final @Nullable EncodedText comment;
    private final @Nullable EncodedText type;
    private final @Nullable EncodedText id;
    private final @Nullable EncodedText retry;
    private final @Nullable EncodedText data;
    private final int length;

    /**
     * Creates an event of its fields, in the order in which they are written; null is a field that it does not have.
     * Five parameters, because an object for them would cost each event an allocation.
     *
     * @throws IllegalArgumentException if all are null, or if the event would not fit into an array
     */
    public EncodedEvent(
            @Nullable EncodedText comment,
            @Nullable EncodedText type,
            @Nullable EncodedText id,
            @Nullable EncodedText retry,
            @Nullable EncodedText data) {
        this.comment = comment;
        this.type = type;
        this.id = id;
        this.retry = retry;
        this.data = data;
        if (id == null && type == null && data == null && retry == null && comment == null) {
            throw new IllegalArgumentException("event must have at least one field: nothing is set");
        }
        long measured = measure(FieldPrefix.COMMENT, comment)
                + measure(FieldPrefix.EVENT, type)
                + measure(FieldPrefix.ID, id)
                + measure(FieldPrefix.RETRY, retry)
                + measure(FieldPrefix.DATA, data)
                + (isBlock() ? 1 : 0);
        if (measured > MAX_LENGTH) {
            throw new IllegalArgumentException("event must be at most " + MAX_LENGTH + " bytes: " + measured);
        }
        this.length = (int) measured;
    }

    private static long measure(byte[] prefix, @Nullable EncodedText text) {
        return text == null ? 0 : (long) prefix.length + text.wire.length + 1;
    }

    /** Returns true if a blank line ends the event. */
    private boolean isBlock() {
        return type != null || id != null || data != null;
    }

    /** Returns the comment, or null if the event has none. */
    public @Nullable EncodedText comment() {
        return comment;
    }

    /** Returns the type, or null if the event has none. */
    public @Nullable EncodedText type() {
        return type;
    }

    /** Returns the id, or null if the event has none. */
    public @Nullable EncodedText id() {
        return id;
    }

    /** Returns the reconnection time in milliseconds, or null if the event has none. */
    public @Nullable EncodedText retry() {
        return retry;
    }

    /** Returns the data, or null if the event has none. */
    public @Nullable EncodedText data() {
        return data;
    }

    /** Returns the number of bytes that {@code writeTo} writes, at least 3. */
    public int length() {
        return length;
    }

    /** Returns how many of the bytes that {@code writeTo} writes come before the line end of the id. */
    public int idEnd() {
        return (int) (measure(FieldPrefix.COMMENT, comment)
                + measure(FieldPrefix.EVENT, type)
                + measure(FieldPrefix.ID, id)
                - 1);
    }

    /**
     * Writes the event at the target's position and advances the position.
     *
     * @throws BufferOverflowException if the event does not fit; nothing has been written then
     * @throws ReadOnlyBufferException if the target is read-only
     */
    public void writeTo(ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (length > target.remaining()) {
            throw new BufferOverflowException();
        }
        if (target.hasArray()) {
            int position = target.position();
            writeTo(target.array(), target.arrayOffset() + position);
            target.position(position + length);
        } else {
            writeToDirect(target);
        }
    }

    /** Writes the event into an array, which must have room for it after the offset. */
    public void writeTo(byte[] target, int offset) {
        int at = put(FieldPrefix.COMMENT, comment, target, offset);
        at = put(FieldPrefix.EVENT, type, target, at);
        at = put(FieldPrefix.ID, id, target, at);
        at = put(FieldPrefix.RETRY, retry, target, at);
        at = put(FieldPrefix.DATA, data, target, at);
        if (isBlock()) {
            target[at] = '\n';
        }
    }

    private static int put(byte[] prefix, @Nullable EncodedText text, byte[] target, int offset) {
        if (text == null) {
            return offset;
        }
        byte[] wire = text.wire;
        int start = FieldPrefix.copy(prefix, target, offset);
        System.arraycopy(wire, 0, target, start, wire.length);
        int end = start + wire.length;
        target[end] = '\n';
        return end + 1;
    }

    private void writeToDirect(ByteBuffer target) {
        put(FieldPrefix.COMMENT, comment, target);
        put(FieldPrefix.EVENT, type, target);
        put(FieldPrefix.ID, id, target);
        put(FieldPrefix.RETRY, retry, target);
        put(FieldPrefix.DATA, data, target);
        if (isBlock()) {
            target.put((byte) '\n');
        }
    }

    private static void put(byte[] prefix, @Nullable EncodedText text, ByteBuffer target) {
        if (text != null) {
            target.put(prefix).put(text.wire).put((byte) '\n');
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncodedEvent that
                && Objects.equals(id, that.id)
                && Objects.equals(type, that.type)
                && Objects.equals(data, that.data)
                && Objects.equals(retry, that.retry)
                && Objects.equals(comment, that.comment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, type, data, retry, comment);
    }

    /** Returns the fields, quoted and escaped, at most 80 characters of each. */
    @Override
    public String toString() {
        var fields = new StringJoiner(", ");
        add(fields, "type", type);
        add(fields, "id", id);
        if (retry != null) {
            fields.add("retry=" + retry.value() + "ms");
        }
        add(fields, "data", data);
        add(fields, "comment", comment);
        return fields.toString();
    }

    private static void add(StringJoiner fields, String name, @Nullable EncodedText text) {
        if (text != null) {
            fields.add(name + "=" + Quote.of(text.value()));
        }
    }
}
