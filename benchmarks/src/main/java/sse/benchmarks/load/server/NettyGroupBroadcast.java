package sse.benchmarks.load.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Broadcasts with Netty as its documentation shows: encodes the event once and gives the buffer to
 * {@link ChannelGroup#writeAndFlush}, which gives each channel a retained duplicate and each event loop a task for each
 * channel.
 */
// A channel whose write fails closes itself, and nothing else follows from it.
@SuppressWarnings("FutureReturnValueIgnored")
public final class NettyGroupBroadcast extends NettyServer {
    private final ChannelGroup streams = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    @Override
    void add(Channel stream) {
        streams.add(stream);
    }

    @Override
    public void broadcast(long sequence, String data) {
        streams.writeAndFlush(Unpooled.wrappedBuffer(HandWrittenEvent.encode(sequence, data)));
    }

    @Override
    public int streams() {
        return streams.size();
    }
}
