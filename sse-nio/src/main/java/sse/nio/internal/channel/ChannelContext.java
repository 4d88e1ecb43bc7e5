package sse.nio.internal.channel;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import sse.nio.internal.loop.EventLoop;

/**
 * What the channels of one loop share. The buffers are in use only within one step. Confined to the loop, but for the
 * load.
 */
public final class ChannelContext {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final AtomicInteger load = new AtomicInteger();
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** Creates the context of a loop. */
    public ChannelContext(EventLoop loop) {
        this.loop = loop;
    }

    /** Returns the loop. */
    public EventLoop loop() {
        return loop;
    }

    /** Returns the load of the loop, in idle connections. Any thread. */
    public int load() {
        return load.get();
    }

    /** Adds to the load of the loop. Any thread. */
    public void addLoad(int difference) {
        load.addAndGet(difference);
    }

    /** Returns the buffer for composing output, cleared. The next write of any channel may overwrite it. */
    public ByteBuffer output() {
        return output.clear();
    }

    /** Returns the buffer for input, cleared. The next read of any channel overwrites it. */
    ByteBuffer input() {
        return input.clear();
    }
}
