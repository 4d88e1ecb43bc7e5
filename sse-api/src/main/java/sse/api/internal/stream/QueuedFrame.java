package sse.api.internal.stream;

import org.jspecify.annotations.Nullable;
import sse.api.spi.Frame;

/** A frame in a send queue, and the one behind it. Guarded by the queue. */
final class QueuedFrame {
    /** What a queued frame takes besides its bytes: this object, the frame, the head of its array. */
    static final int OVERHEAD_BYTES = 64;

    final Frame frame;

    /** True if the user sent it to this stream: only such frames count against the limit, and only they are dropped. */
    final boolean counted;

    @Nullable
    QueuedFrame next;

    QueuedFrame(Frame frame, boolean counted) {
        this.frame = frame;
        this.counted = counted;
    }

    int countedBytes() {
        return counted ? sizeOf(frame) : 0;
    }

    /** Returns what a frame takes in a queue. */
    static int sizeOf(Frame frame) {
        return frame.size() + OVERHEAD_BYTES;
    }

    /** Returns the counted bytes of this frame and those behind it, without frames larger than a limit. */
    int countedBytesOfFramesUpTo(int limit) {
        int bytes = 0;
        for (QueuedFrame queued = this; queued != null; queued = queued.next) {
            bytes += sizeOf(queued.frame) > limit ? 0 : queued.countedBytes();
        }
        return bytes;
    }

    /** Returns true if no counted frame is behind this one. */
    boolean isNewestCounted() {
        QueuedFrame later = next;
        while (later != null && !later.counted) {
            later = later.next;
        }
        return later == null;
    }
}
