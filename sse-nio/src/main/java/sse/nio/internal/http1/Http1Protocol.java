package sse.nio.internal.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.Response;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.Refusals;
import sse.api.spi.ServiceContext;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpVersion;
import sse.api.spi.http.Persistence;
import sse.nio.internal.channel.ChannelContext;
import sse.nio.internal.channel.ChannelHandler;
import sse.nio.internal.channel.ChannelProtocol;
import sse.nio.internal.channel.LoopChannel;
import sse.nio.internal.loop.EventLoop;
import sse.nio.internal.loop.SocketReceiver;

/**
 * HTTP/1.1 on one loop: what its connections share. Confined to the loop.
 *
 * <p>What a connection needs only within a step, such as the writer of responses, exists once. A parser is lent to a
 * connection while a request is incomplete.
 */
public final class Http1Protocol implements SocketReceiver, ChannelProtocol {
    /** What a stream costs its loop, in idle connections. */
    private static final int STREAM_LOAD = 16;

    // Immutable after construction.
    private final ChannelContext channels;
    private final ServiceContext context;
    private final ChunkBuffer chunks = new ChunkBuffer();
    private final Lane lane;
    private final ResponseWriter responses = new ResponseWriter(InstantSource.system());
    private final StreamFraming untilClose = StreamFraming.untilClose(this);
    private final StreamFraming persistent;
    private final StreamFraming last;

    // Confined to the loop.
    private @Nullable RequestParser spareParser;
    private boolean draining;

    /**
     * Creates the protocol of a loop.
     *
     * @param channels what the channels of the loop share
     * @param context the service that its requests are for
     * @param lanes creates the lane that receives the requests, from the buffer in which it composes
     * @param chunked true if streams are sent in chunks to clients that know them
     */
    public Http1Protocol(
            ChannelContext channels, ServiceContext context, Function<ByteBuffer, Lane> lanes, boolean chunked) {
        this.channels = channels;
        this.context = context;
        this.lane = lanes.apply(chunks.content());
        this.persistent = chunked ? StreamFraming.chunked(this, Persistence.KEEP_ALIVE) : untilClose;
        this.last = chunked ? StreamFraming.chunked(this, Persistence.CLOSE) : untilClose;
    }

    @Override
    public EventLoop loop() {
        return channels.loop();
    }

    @Override
    public int load() {
        return channels.load();
    }

    @Override
    public void announce() {
        channels.addLoad(1);
    }

    @Override
    public void assign(SocketChannel socket) {
        if (draining || loop().isStopping()) {
            reject(socket);
            return;
        }
        try {
            channels.open(socket, this);
        } catch (IOException gone) {
            reject(socket);
        } catch (Exception | Error failure) {
            reject(socket);
            throw failure;
        }
    }

    @Override
    public ChannelHandler open(LoopChannel channel) {
        return Http1Connection.open(this, channel);
    }

    @Override
    public ChannelHandler refuse(LoopChannel channel) {
        return PlaintextRefusal.send(this, channel);
    }

    private void reject(SocketChannel socket) {
        channels.addLoad(-1);
        EventLoop.close(socket);
    }

    void onStreamOpened() {
        channels.addLoad(STREAM_LOAD);
    }

    void onStreamClosed() {
        channels.addLoad(-STREAM_LOAD);
    }

    /** Closes each connection that waits for a request, and the others after their response. Called on the loop. */
    public void drain() {
        draining = true;
        loop().drain();
    }

    boolean isDraining() {
        return draining;
    }

    ChannelContext channels() {
        return channels;
    }

    Refusals refusals() {
        return context.refusals();
    }

    /** Returns the response to a request that is rejected. */
    Response responseTo(HttpRejection rejection, RequestParser parser) {
        if (rejection.rule() != HttpRule.CONTENT_TOO_LARGE) {
            return refusals().rejection(rejection, parser.knownHeaders());
        }
        RequestHead head = parser.head();
        return refusals().tooMuchContent(rejection, head.method(), head.target(), head.headers());
    }

    HttpLimits limits() {
        return context.limits();
    }

    Lane lane() {
        return lane;
    }

    ResponseWriter responses() {
        return responses;
    }

    ChunkBuffer chunks() {
        return chunks;
    }

    /** Returns how a stream is framed, on a connection that may take another request afterwards, or not. */
    StreamFraming framingFor(HttpVersion version, boolean persists) {
        if (version == HttpVersion.HTTP_1_0) {
            return untilClose;
        }
        return persists && !draining ? persistent : last;
    }

    /** Returns the framing by the end of the connection. */
    StreamFraming untilClose() {
        return untilClose;
    }

    /** Returns the same framing on a connection that is closed afterwards. */
    StreamFraming lastOf(StreamFraming framing) {
        return framing.isChunked() ? last : framing;
    }

    /** Lends a parser, which comes back by {@link #returnParser} unless the connection closes before. */
    RequestParser borrowParser() {
        RequestParser parser = spareParser;
        spareParser = null;
        return parser == null
                ? new RequestParser(limits(), this::bodyLimitOf, refusals().varyByOrigin())
                : parser;
    }

    private int bodyLimitOf(RequestHead head) {
        return refusals()
                .bodyBytes(head.method(), head.target(), head.headers())
                .orElse(limits().bodyBytes());
    }

    void returnParser(RequestParser parser) {
        parser.reset();
        spareParser = parser;
    }
}
