package sse.nio;

import java.io.IOException;
import java.util.OptionalInt;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/**
 * Serves HTTP/1.1 and 1.0 from event loops on non-blocking sockets. Immutable; one instance may start several servers.
 *
 * <p>Each loop is one thread with one selector, and the lane of every connection assigned to it: a connection stays on
 * its loop for life. An idle stream holds a socket and a few small objects, neither a thread nor a buffer nor a timer.
 * A peer that disconnects is noticed at once, by the end of its input or its reset.
 *
 * <p>An event stream's body ends with the connection ({@code Connection: close}, no {@code Content-Length}, no chunks:
 * RFC 9112 section 6.3, rule 8). Chunks would be of no use: a stream is the last response of its connection, and a
 * client recognises an incomplete event by its missing blank line and discards it (WHATWG HTML section 9.2.6). Without
 * them a frame is the same bytes for every subscriber, whatever it is sent together with.
 *
 * <p>The threads are named {@code sse-nio-0}, {@code sse-nio-1} and so on. They are not daemons: a started server keeps
 * the program running until it is closed, as the JDK's own server does, so a change of transports does not change when
 * a program ends.
 */
public final class NioTransport implements Transport {
    private final OptionalInt loops;

    /** Creates a transport that starts one loop per processor. */
    public NioTransport() {
        this(OptionalInt.empty());
    }

    private NioTransport(OptionalInt loops) {
        this.loops = loops;
    }

    /**
     * Returns this transport with another number of event loops. Default: one per processor that the runtime has when a
     * server is started.
     *
     * @param loops the number of threads that serve connections, at least 1
     * @return the new transport
     * @throws IllegalArgumentException if it is less than 1
     */
    public NioTransport withLoops(int loops) {
        if (loops < 1) {
            throw new IllegalArgumentException("loops must be at least 1: " + loops);
        }
        return new NioTransport(OptionalInt.of(loops));
    }

    /** Returns {@code nio}. */
    @Override
    public String name() {
        return "nio";
    }

    @Override
    public TransportServer start(TransportContext context) throws IOException {
        return NioServer.start(context, loops.orElseGet(Runtime.getRuntime()::availableProcessors));
    }
}
