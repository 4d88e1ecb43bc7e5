package sse.benchmarks.load.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A visit that is one of several streams on a connection by HTTP/2. It is left by a reset of the stream, which is the
 * only way. Confined to the loop.
 *
 * <pre>
 *   WAITING --the connection is open--> OPEN --stream ends, or is left--> ENDED
 *      +----------------- it is left, or the connection fails ---------------^
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the channel, which is noticed.
final class Http2Visit extends ChannelInboundHandlerAdapter implements Visit {
    private enum State {
        WAITING,
        OPEN,
        ENDED
    }

    private final Http2Link link;
    private final Visitor visitor;
    private final VisitRequest request;
    private final EventScanner events;
    private final byte[] bytes;
    private State state = State.WAITING;
    private boolean abandoned;
    private @Nullable String end;
    private @Nullable Channel stream;

    Http2Visit(Http2Link link, Visitor visitor, VisitRequest request, byte[] bytes) {
        this.link = link;
        this.visitor = visitor;
        this.request = request;
        this.events = new EventScanner(request.payloadBytes(), visitor, request.ids());
        this.bytes = bytes;
    }

    /**
     * Opens the stream and sends the request, if the connection is there.
     *
     * @return false if it is to be tried again
     */
    boolean open(long nowNanos) {
        if (state != State.WAITING) {
            return true;
        }
        if (!link.isConnected()) {
            return false;
        }
        state = State.OPEN;
        link.add(this);
        if (!link.isUsable()) {
            fail("connection refused", nowNanos);
            return true;
        }
        new Http2StreamChannelBootstrap(link.channel())
                .handler(this)
                .open()
                .addListener((Future<Http2StreamChannel> opened) -> onStream(opened));
        return true;
    }

    @Override
    public void pause() {
        setReading(false);
    }

    @Override
    public void resume() {
        setReading(true);
    }

    @Override
    public void close() {
        leave();
    }

    @Override
    public void reset() {
        leave();
    }

    @Override
    public void abandon() {
        abandoned = true;
        setReading(false);
    }

    /** The connection is closed by the client. */
    void onDropped(long nowNanos) {
        if (state == State.OPEN) {
            state = State.ENDED;
            if (!abandoned) {
                visitor.onDropped(nowNanos);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        long nowNanos = System.nanoTime();
        try {
            if (frame instanceof Http2HeadersFrame head) {
                readHead(head);
            } else if (frame instanceof Http2DataFrame data) {
                readData(data);
            }
            if (state == State.OPEN && !abandoned) {
                visitor.onRead(nowNanos);
            }
        } catch (IOException wrong) {
            end(wrong, nowNanos);
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            end = "reset with code " + reset.errorCode();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(end == null ? link.end() : end, System.nanoTime());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        fail(failure.toString(), System.nanoTime());
    }

    private void onStream(Future<Http2StreamChannel> opened) throws IOException {
        long nowNanos = System.nanoTime();
        if (!opened.isSuccess()) {
            fail(String.valueOf(opened.cause()), nowNanos);
            return;
        }
        Channel open = opened.getNow();
        stream = open;
        if (state == State.ENDED) {
            open.close();
            return;
        }
        Http2Headers fields = new DefaultHttp2Headers()
                .method("GET")
                .scheme("http")
                .authority("localhost")
                .path("/")
                .add("accept", "text/event-stream");
        if (request.lastEventId() != null) {
            fields.add("last-event-id", request.lastEventId());
        }
        open.writeAndFlush(new DefaultHttp2HeadersFrame(fields, true));
        visitor.onOpen(nowNanos);
    }

    private void readHead(Http2HeadersFrame head) throws IOException {
        String status = String.valueOf(head.headers().status());
        String type = String.valueOf(head.headers().get("content-type"));
        if (!status.equals("200") || !type.startsWith("text/event-stream")) {
            throw new MalformedStreamException("response must be 200 with an event stream: " + status + " " + type);
        }
        requireMore(head.isEndStream());
    }

    private void readData(Http2DataFrame data) throws IOException {
        ByteBuf content = data.content();
        while (state == State.OPEN && content.isReadable()) {
            int length = Math.min(content.readableBytes(), bytes.length);
            content.readBytes(bytes, 0, length);
            if (!abandoned) {
                events.accept(bytes, 0, length);
            }
        }
        requireMore(data.isEndStream());
    }

    private static void requireMore(boolean last) throws IOException {
        if (last) {
            throw new IOException("stream must not end: END_STREAM");
        }
    }

    private void fail(String reason, long nowNanos) {
        end(new IOException("stream must not end: " + reason), nowNanos);
    }

    private void end(IOException failure, long nowNanos) {
        if (state != State.ENDED) {
            leave();
            if (!abandoned) {
                visitor.onFailure(failure, nowNanos);
            }
        }
    }

    private void leave() {
        state = State.ENDED;
        link.remove(this);
        if (stream != null) {
            stream.close();
        }
    }

    private void setReading(boolean reading) {
        if (stream != null) {
            stream.config().setAutoRead(reading);
        }
    }
}
