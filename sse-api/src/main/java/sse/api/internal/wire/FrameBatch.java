package sse.api.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sse.api.internal.wire.gzip.GzipBatch;
import sse.api.spi.Frame;
import sse.api.spi.StreamConnection;

/**
 * The frames of one write: composes them in the lane's buffer, and settles what a connection has accepted of them.
 *
 * <pre>
 *   clear ── add … add ── writeTo ── settle          the bytes of the frames
 *                 |          ^          |
 *                 |          └──────────┤            the next stream
 *                 |                     |
 *                 └─ encode ── writeTo ── settle     compressed: the frames are no longer in the buffer
 *
 *   frames    [  0  ][  1  ][  2  ][  3  ]
 *   accepted  --------------->|
 *             completed: 2    cut: frame 2 at an offset      begun: 3
 * </pre>
 *
 * <p>Only whole frames are added, with two exceptions. An empty batch accepts the first bytes of a frame that is larger
 * than the buffer. And a send queue may have its frames cut anywhere, since it retains the rest. In any case a frame
 * that has begun must be finished before the first byte of another one: the owner of the batch queues what
 * {@link #cutFrame} returns.
 *
 * <p>Confined to its lane, which has one batch for all its members. Allocates nothing once it has grown to the number
 * of frames that fit into the buffer.
 */
public final class FrameBatch {
    private static final int FIRST_CAPACITY = 64;

    private final ByteBuffer buffer;
    private @Nullable Frame[] frames = new Frame[FIRST_CAPACITY];
    private int count;
    private int length;
    private int firstOffset;
    private boolean endsInFrame;
    private @Nullable GzipBatch encoded;

    // The result of the last write.
    private int completed;
    private int cutOffset;

    /**
     * Creates an empty batch.
     *
     * @param buffer where frames are composed; used by nothing else
     */
    public FrameBatch(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Removes all frames. */
    public void clear() {
        Arrays.fill(frames, 0, count, null);
        buffer.clear();
        count = 0;
        length = 0;
        firstOffset = 0;
        endsInFrame = false;
        encoded = null;
    }

    /**
     * Adds a frame if it fits, or the first bytes of a large one if the batch is empty.
     *
     * @return false if the batch is full; then nothing was added
     */
    public boolean add(Frame frame) {
        return (count == 0 || frame.size() <= buffer.capacity() - length) && addFrom(frame, 0);
    }

    /**
     * Adds as many bytes of a frame as fit, for a queue that retains the rest.
     *
     * @param offset how many bytes of the frame were sent before; positive for the first frame of a batch only
     * @return false if the batch is full; then nothing was added
     */
    public boolean addFrom(Frame frame, int offset) {
        int added = Math.min(frame.size() - offset, buffer.capacity() - length);
        if (added == 0) {
            return false;
        }
        frame.copyTo(offset, buffer, added);
        if (count == frames.length) {
            frames = Arrays.copyOf(frames, count * 2);
        }
        if (count == 0) {
            firstOffset = offset;
        }
        frames[count++] = frame;
        length += added;
        endsInFrame = offset + added < frame.size();
        return true;
    }

    /** Returns true if nothing was added. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Returns the number of frames. */
    public int count() {
        return count;
    }

    /** Returns true if the batch consists of a frame, which no write has begun. */
    @SuppressWarnings("ReferenceEquality") // One object for all streams.
    public boolean isOnly(Frame frame) {
        return count == 1 && frames[0] == frame && length == frame.size();
    }

    /**
     * Sets what streams in the form {@link WireForm#GZIP} are written, made of {@link #bytes}. Other streams have been
     * written before: the compressed bytes take the place of the frames in the buffer.
     */
    public void encode(GzipBatch form) {
        encoded = form;
    }

    /** Returns all bytes of the frames. The buffer is valid until the batch is cleared or written. */
    public ByteBuffer bytes() {
        return buffer.position(0).limit(length);
    }

    /** Returns the number of bytes of the frames. */
    public int length() {
        return length;
    }

    /**
     * Writes the batch to a connection: the bytes of the frames, or what they were encoded to.
     *
     * @return how many bytes of the frames it has accepted
     */
    public int writeTo(StreamConnection connection) throws IOException {
        GzipBatch form = encoded;
        return form == null ? connection.write(bytes()) : form.writeTo(connection);
    }

    /**
     * Settles a write.
     *
     * @param accepted how many of the bytes the connection has accepted
     */
    public void settle(int accepted) {
        if (accepted == length && !endsInFrame) {
            completed = count;
            cutOffset = 0;
            return;
        }
        int left = firstOffset + accepted;
        int index = 0;
        while (index < count && left >= frame(index).size()) {
            left -= frame(index).size();
            index++;
        }
        completed = index;
        cutOffset = left;
    }

    /** Returns how many frames were sent to their end, as of the last write. */
    public int completed() {
        return completed;
    }

    /** Returns how many frames have begun, those that were completed included, as of the last write. */
    public int begun() {
        return cutOffset > 0 ? completed + 1 : completed;
    }

    /** Returns the frame that the last write has cut, or null if it has cut none. */
    public @Nullable Frame cutFrame() {
        return cutOffset > 0 ? frame(completed) : null;
    }

    /** Returns how many bytes of the frame that was cut have been sent; zero if none was cut. */
    public int cutOffset() {
        return cutOffset;
    }

    @SuppressWarnings("NullAway") // The frames before count are present.
    private Frame frame(int index) {
        return frames[index];
    }
}
