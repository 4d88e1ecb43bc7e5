package sse.api.internal.stream;

import java.util.function.BooleanSupplier;
import sse.api.internal.wire.FrameBatch;

/**
 * Where a stream takes frames from besides its send queue: pulled when the connection has room. Confined to the
 * stream's lane.
 */
public interface FrameSource {
    /** Adds the next frames to an empty batch; adds none if none is available now. */
    void fill(FrameBatch batch);

    /**
     * Advances past frames of the batch that was filled last.
     *
     * @param frames how many have begun: the stream sends them to their end
     */
    void onWritten(int frames);

    /**
     * Returns true if the batch that was filled last has nothing but the events of one topic, as any of its subscribers
     * is sent them: nothing made for this stream.
     */
    boolean isShareable();

    /** Returns a condition that holds when everything that is available now has been sent. */
    BooleanSupplier drainTarget();

    /** Called once, when the stream has closed. */
    void onClosed();
}
