package sse.benchmarks.load.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A connection by HTTP/2, and the visits on it. Confined to the loop.
 *
 * <pre>
 *   CONNECTING --> OPEN --its time--> DROPPED
 *        +-------- it fails -------------^
 * </pre>
 *
 * The windows are such that a stream that is not read is stopped by its own, at what the kernel takes for a visitor
 * over HTTP/1.1, and all of them together do not use up the connection's.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the channel, which is noticed.
final class Http2Link {
    private static final int STREAM_WINDOW = 256 * 1024;
    private static final int CONNECTION_WINDOW = 64 << 20;

    private static final AttributeKey<String> GOAWAY = AttributeKey.valueOf("load.goaway");

    private final ChannelFuture connecting;
    private final Set<Http2Visit> visits = new LinkedHashSet<>();
    private final boolean endsByReset;
    private final long dueNanos;
    private boolean dropped;
    private boolean windowSent;

    Http2Link(ChannelFuture connecting, long lifeNanos, boolean endsByReset) {
        this.connecting = connecting;
        this.dueNanos = System.nanoTime() + lifeNanos;
        this.endsByReset = endsByReset;
    }

    /** Returns true unless it has been closed, or could not be opened. */
    boolean isUsable() {
        return !dropped && (!connecting.isDone() || connecting.channel().isActive());
    }

    /** Returns true once streams can be opened, or it has failed. */
    boolean isConnected() {
        if (connecting.isSuccess() && !windowSent) {
            windowSent = true;
            channel().writeAndFlush(new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW));
        }
        return connecting.isDone();
    }

    /** Returns why the connection was closed. */
    String end() {
        String reason = channel().attr(GOAWAY).get();
        return reason == null ? "connection closed" : reason;
    }

    Channel channel() {
        return connecting.channel();
    }

    void add(Http2Visit visit) {
        visits.add(visit);
    }

    void remove(Http2Visit visit) {
        visits.remove(visit);
    }

    /** Closes the connection when its time has come. */
    void onTime(long nowNanos) {
        if (!dropped && nowNanos - dueNanos >= 0 && connecting.isDone()) {
            List<Http2Visit> open = List.copyOf(visits);
            dropped = true;
            open.forEach(visit -> visit.onDropped(nowNanos));
            close();
        }
    }

    /** Resets the connection; visits are not notified. */
    void reset() {
        dropped = true;
        visits.clear();
        channel().config().setOption(ChannelOption.SO_LINGER, 0);
        channel().close();
    }

    private void close() {
        if (endsByReset) {
            reset();
        } else {
            visits.clear();
            channel().close();
        }
    }

    /** Sets a connection up. */
    @ChannelHandler.Sharable
    static final class Handshake extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            Http2Settings settings = Http2Settings.defaultSettings()
                    .initialWindowSize(STREAM_WINDOW)
                    .pushEnabled(false);
            channel.pipeline()
                    .addLast(Http2FrameCodecBuilder.forClient()
                            .initialSettings(settings)
                            .gracefulShutdownTimeoutMillis(0)
                            .build())
                    .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
                    .addLast(new ConnectionFrames());
        }
    }

    /** Keeps the reason why the server closes the connection. */
    private static final class ConnectionFrames extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2GoAwayFrame end) {
                context.channel()
                        .attr(GOAWAY)
                        .set("GOAWAY with code " + end.errorCode() + " "
                                + end.content().toString(StandardCharsets.UTF_8));
            }
            ReferenceCountUtil.release(frame);
        }

        /** A failing connection closes its streams, which report it. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            context.channel().attr(GOAWAY).set(failure.toString());
            context.close();
        }
    }
}
