package sse.api.spi;

import java.nio.ByteBuffer;
import java.util.Objects;
import sse.api.Event;
import sse.api.internal.access.EventAccess;
import sse.api.internal.access.FrameAccess;
import sse.api.internal.codec.EncodedEvent;
import sse.api.internal.codec.FrameReader;

/**
 * The bytes of one event as {@code text/event-stream}, encoded once and shared by all subscribers.
 *
 * <p>The bytes are those of {@link Event#writeTo}, from the first field to the blank line, if there is one, without any
 * HTTP framing.
 *
 * <p>Immutable and safe for use by any thread. A null argument causes a {@link NullPointerException}.
 */
public final class Frame {

    private static final EventAccess EVENTS = EventAccess.get();

    static {
        FrameAccess.set(Frame::new);
    }

    private final byte[] bytes;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Encodes an event.
     *
     * @param event the event
     * @return its frame
     */
    public static Frame of(Event event) {
        EncodedEvent encoded = EVENTS.encoded(Objects.requireNonNull(event, "event"));
        var bytes = new byte[encoded.length()];
        encoded.writeTo(bytes, 0);
        return new Frame(bytes);
    }

    /**
     * Returns the number of bytes.
     *
     * @return the number of bytes, at least 2
     */
    public int size() {
        return bytes.length;
    }

    /**
     * Decodes the event. A frame does not keep it, so that a log of frames takes no more memory than its bytes.
     *
     * @return a new event that is equal to the encoded one
     */
    public Event event() {
        return EVENTS.event(FrameReader.read(bytes));
    }

    /**
     * Copies the frame to the target's position and advances the position.
     *
     * @param target the buffer to copy to
     * @throws java.nio.BufferOverflowException if the frame does not fit; nothing has been copied then
     * @throws java.nio.ReadOnlyBufferException if the target is read-only
     */
    public void copyTo(ByteBuffer target) {
        Objects.requireNonNull(target, "target");
        target.put(bytes);
    }

    /**
     * Copies a part of the frame to the target's position and advances the position, for a sender whose buffer is
     * smaller than the frame.
     *
     * @param offset the index of the first byte to copy
     * @param target the buffer to copy to
     * @param length the number of bytes to copy
     * @throws IndexOutOfBoundsException if the part is not within the frame
     * @throws java.nio.BufferOverflowException if the part does not fit; nothing has been copied then
     * @throws java.nio.ReadOnlyBufferException if the target is read-only
     */
    public void copyTo(int offset, ByteBuffer target, int length) {
        Objects.requireNonNull(target, "target");
        Objects.checkFromIndexSize(offset, length, bytes.length);
        target.put(bytes, offset, length);
    }

    /**
     * Returns a read-only view of the frame, from position 0 to its end.
     *
     * @return a new buffer with a position and limit of its own
     */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public String toString() {
        return "Frame[" + bytes.length + " bytes]";
    }
}
