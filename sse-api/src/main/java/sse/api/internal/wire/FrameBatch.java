package sse.api.internal.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sse.api.spi.Frame;

/**
 * The frames of one write: composes them in the lane's buffer, and settles what a connection has accepted of them.
 *
 * <pre>
 *   clear ── add … add ── encode ── bytes (write) ── settle
 *                                      ^                |
 *                                      └── next stream ─┘
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

    /** Puts the frames into a form for the writes that follow. */
    public void encode(WireForm form) {
        switch (form) {
            case IDENTITY -> {
                // They are composed in this form.
            }
        }
    }

    /** Returns all bytes, ready to be written. The buffer is valid until the batch is cleared or written again. */
    public ByteBuffer bytes() {
        return buffer.position(0).limit(length);
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
