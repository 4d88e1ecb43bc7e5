package sse.nio;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/**
 * Serves HTTP/1.1 and 1.0 from event loops on non-blocking sockets, with TLS if it was created by {@link #https}.
 * Immutable, but for the context of its {@link TlsSettings}; one instance may start several servers.
 *
 * <p>Each loop is one thread with one selector, and the lane of every connection assigned to it: a connection stays on
 * its loop for life. An idle stream holds a socket and a few small objects, neither a thread nor a buffer nor a timer.
 * A peer that disconnects is noticed at once, by the end of its input or its reset.
 *
 * <p>To HTTP/1.1 clients an event stream is sent in chunks (RFC 9112 section 7.1). What is written to a stream at once
 * is one chunk, the same bytes for every subscriber. A stream that ends in order ends with the last chunk, and the
 * connection takes the next request; one that is aborted leaves it out, so that a client which cares can tell the two
 * apart. {@link #withCloseDelimitedStreams()} sends no chunks; nor are there any for HTTP/1.0.
 *
 * <p>A client that does not speak TLS where it should is answered 400 in plain text. Behind TLS, the end of a client's
 * output is its {@code close_notify}, or the end of the connection.
 *
 * <p>The threads are named {@code sse-nio-0}, {@code sse-nio-1} and so on. They are not daemons: a started server keeps
 * the program running until it is closed, as the JDK's own server does, so a change of transports does not change when
 * a program ends.
 */
public final class NioTransport implements Transport {
    private final OptionalInt loops;
    private final boolean chunked;
    private final Optional<TlsSettings> tls;

    /** Creates a transport for HTTP that starts one loop per processor. */
    public NioTransport() {
        this(OptionalInt.empty(), true, Optional.empty());
    }

    private NioTransport(OptionalInt loops, boolean chunked, Optional<TlsSettings> tls) {
        this.loops = loops;
        this.chunked = chunked;
        this.tls = tls;
    }

    /**
     * Creates a transport for HTTPS that starts one loop per processor.
     *
     * @param context the TLS context with the server's keys and certificates, initialized
     * @return a new transport, to be passed to the server's builder
     * @throws IllegalStateException if the context is not initialized
     */
    public static NioTransport https(SSLContext context) {
        return https(TlsSettings.of(context));
    }

    /**
     * Creates a transport for HTTPS that starts one loop per processor.
     *
     * @param settings the TLS context, which can be replaced while servers run, and its limits
     * @return a new transport, to be passed to the server's builder
     */
    public static NioTransport https(TlsSettings settings) {
        return new NioTransport(OptionalInt.empty(), true, Optional.of(settings));
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
        return new NioTransport(OptionalInt.of(loops), chunked, tls);
    }

    /**
     * Returns this transport with event streams that end with the connection (RFC 9112 section 6.3, rule 8), as those
     * to HTTP/1.0 clients do: {@code Connection: close}, and no chunks. For what lies between server and client and
     * delays chunks, such as HAProxy without {@code option http-no-delay} in front of cleartext HTTP/1.1 clients. A
     * client cannot tell then whether a stream has ended in order.
     *
     * @return the new transport
     */
    public NioTransport withCloseDelimitedStreams() {
        return new NioTransport(loops, false, tls);
    }

    /** Returns {@code nio}. */
    @Override
    public String name() {
        return "nio";
    }

    @Override
    public TransportServer start(TransportContext context) throws IOException {
        int count = loops.orElseGet(Runtime.getRuntime()::availableProcessors);
        return NioServer.start(context, count, chunked, tls);
    }
}
