package sse.nio.internal.http1;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.Refusals;
import sse.api.spi.ServiceContext;
import sse.nio.internal.channel.ChannelContext;
import sse.nio.internal.channel.PlainChannel;
import sse.nio.internal.loop.EventLoop;
import sse.nio.internal.loop.SocketReceiver;

/**
 * HTTP/1.1 on one loop: what its connections share. Confined to the loop.
 *
 * <p>What a connection needs only within a step, such as the writer of responses, exists once. A parser is lent to a
 * connection while a request is incomplete.
 */
public final class Http1Protocol implements SocketReceiver {
    // Immutable after construction.
    private final ChannelContext channels;
    private final ServiceContext context;
    private final Lane lane;
    private final ResponseWriter responses = new ResponseWriter(InstantSource.system());

    // Confined to the loop.
    private @Nullable RequestParser spareParser;
    private boolean draining;

    /**
     * Creates the protocol of a loop.
     *
     * @param channels what the channels of the loop share
     * @param context the service that its requests are for
     * @param lane the lane that receives the requests
     */
    public Http1Protocol(ChannelContext channels, ServiceContext context, Lane lane) {
        this.channels = channels;
        this.context = context;
        this.lane = lane;
    }

    @Override
    public EventLoop loop() {
        return channels.loop();
    }

    @Override
    public void assign(SocketChannel socket) {
        if (draining || loop().isStopping()) {
            EventLoop.close(socket);
            return;
        }
        try {
            PlainChannel.open(channels, socket, channel -> Http1Connection.open(this, channel));
        } catch (IOException gone) {
            EventLoop.close(socket);
        } catch (Exception | Error failure) {
            EventLoop.close(socket);
            throw failure;
        }
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

    HttpLimits limits() {
        return context.limits();
    }

    Lane lane() {
        return lane;
    }

    ResponseWriter responses() {
        return responses;
    }

    /** Lends a parser, which comes back by {@link #returnParser} unless the connection closes before. */
    RequestParser borrowParser() {
        RequestParser parser = spareParser;
        spareParser = null;
        return parser == null ? new RequestParser(limits(), refusals().varyByOrigin()) : parser;
    }

    void returnParser(RequestParser parser) {
        parser.reset();
        spareParser = parser;
    }
}
