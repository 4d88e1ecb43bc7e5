package sse.benchmarks.load.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Broadcasts with Netty as those who know it do: each event loop has the list of its channels and is given one task,
 * however many events are published before it runs. The task writes all of them to each channel, from a direct buffer
 * that the channels share, and flushes each channel once. That leaves {@code FlushConsolidationHandler}, of which
 * {@link NettyGroupBroadcast} has use, nothing to join.
 */
public class NettyBroadcast extends NettyServer {
    private final Map<EventLoop, NettyLoopStreams> byLoop = new ConcurrentHashMap<>();
    private final List<NettyLoopStreams> all = new CopyOnWriteArrayList<>();

    @Override
    void add(Channel stream) {
        byLoop.computeIfAbsent(stream.eventLoop(), this::newLoop).add(stream);
    }

    @Override
    public void broadcast(long sequence, String data) {
        byte[] event = HandWrittenEvent.encode(sequence, data);
        for (NettyLoopStreams streams : all) {
            streams.broadcast(event);
        }
    }

    @Override
    public int streams() {
        return all.stream().mapToInt(NettyLoopStreams::size).sum();
    }

    private NettyLoopStreams newLoop(EventLoop loop) {
        NettyLoopStreams streams = new NettyLoopStreams(loop);
        all.add(streams);
        return streams;
    }
}
