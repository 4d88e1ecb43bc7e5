package sse.benchmarks.load.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The streams of one event loop of Netty, and the events that they have not been written. */
// A channel whose write fails closes itself, and nothing else follows from it.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyLoopStreams {
    private final EventLoop loop;

    // Written by any thread, taken by the loop.
    private final Queue<byte[]> events = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    // Confined to the loop, but for the size.
    private final List<Channel> channels = new ArrayList<>();
    private volatile int size;

    NettyLoopStreams(EventLoop loop) {
        this.loop = loop;
    }

    /** Adds a stream. On the loop. */
    void add(Channel stream) {
        channels.add(stream);
        size = channels.size();
        stream.closeFuture().addListener(closed -> remove(stream));
    }

    /** Returns how many there are. Any thread. */
    int size() {
        return size;
    }

    /** Has an event written to all. Any thread. */
    void broadcast(byte[] event) {
        events.add(event);
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            loop.execute(this::writeAll);
        }
    }

    private void writeAll() {
        scheduled.set(false);
        ByteBuf joined = join();
        if (joined == null) {
            return;
        }
        try {
            // From the end: one that is closed meanwhile leaves the list.
            for (int i = channels.size() - 1; i >= 0; i = Math.min(i, channels.size()) - 1) {
                Channel channel = channels.get(i);
                channel.writeAndFlush(joined.retainedDuplicate(), channel.voidPromise());
            }
        } finally {
            joined.release();
        }
    }

    /** Returns the events that wait, in one buffer from which the kernel can read; null if there are none. */
    private @Nullable ByteBuf join() {
        ByteBuf joined = null;
        for (byte[] event = events.poll(); event != null; event = events.poll()) {
            joined = joined == null ? PooledByteBufAllocator.DEFAULT.directBuffer(event.length) : joined;
            joined.writeBytes(event);
        }
        return joined;
    }

    private void remove(Channel stream) {
        channels.remove(stream);
        size = channels.size();
    }
}
