package sse.api;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Holds the bytes of one event as they go over the wire: encoded once, shared by everyone who must send it.
 *
 * <p>The bytes are those of {@link EventEncoder}, from the first comment or field to the blank line, and nothing of
 * HTTP.
 *
 * <p>Immutable, and so safe for any thread. Null is answered with a {@link NullPointerException}.
 */
public final class Frame {

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
        var bytes = new byte[EventEncoder.encodedLength(event)];
        EventEncoder.encode(event, bytes, 0);
        return new Frame(bytes);
    }

    /**
     * Returns how many bytes the frame has.
     *
     * @return the number of bytes, at least 2
     */
    public int size() {
        return bytes.length;
    }

    /**
     * Returns the event whose bytes these are, read from them anew: a frame holds an event once, so that a log of
     * frames takes no more memory than what it sends.
     *
     * @return an event that is equal to the one this frame was made of
     */
    public Event event() {
        return FrameReader.read(bytes);
    }

    /**
     * Copies the whole frame to the target's position, and advances it.
     *
     * @param target where the bytes go
     * @throws java.nio.BufferOverflowException if they do not all fit; then nothing is copied
     * @throws java.nio.ReadOnlyBufferException if the target is read-only
     */
    public void copyTo(ByteBuffer target) {
        Objects.requireNonNull(target, "target");
        target.put(bytes);
    }

    /**
     * Copies a part of the frame to the target's position, and advances it: for a sender whose buffer is smaller than
     * the frame.
     *
     * @param offset where in the frame the part begins
     * @param target where the bytes go
     * @param length how many bytes to copy
     * @throws IndexOutOfBoundsException if the part is not within the frame
     * @throws java.nio.BufferOverflowException if the part does not fit; then nothing is copied
     * @throws java.nio.ReadOnlyBufferException if the target is read-only
     */
    public void copyTo(int offset, ByteBuffer target, int length) {
        Objects.requireNonNull(target, "target");
        Objects.checkFromIndexSize(offset, length, bytes.length);
        target.put(bytes, offset, length);
    }

    /**
     * Returns a view of the frame, from position 0 to its end. Views share the bytes and nothing else.
     *
     * @return a new read-only buffer
     */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public String toString() {
        return "Frame[" + bytes.length + " bytes]";
    }
}
