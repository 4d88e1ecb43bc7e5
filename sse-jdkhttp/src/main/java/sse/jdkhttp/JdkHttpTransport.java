package sse.jdkhttp;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/**
 * The transport on the JDK's own HTTP server. Thread-safe; one instance may start several servers.
 *
 * <p>An open stream holds no thread while nothing is written to it. A client that leaves is noticed by writing to it,
 * since the JDK's server does not read from a connection while its response is under way: the first write makes its
 * side reset the connection, and the next one fails. So an idle stream gets two heartbeats and more in their period,
 * and is free within it. Each connection costs more than 30 KB, so this transport is for convenience and
 * {@code sse-nio} for scale.
 *
 * <p>What the JDK's server decides and nobody can change later is set by system properties, which it reads once for the
 * whole process:
 *
 * <ul>
 *   <li>{@code sun.net.httpserver.nodelay}: small events would wait for the client's acknowledgement of the one before,
 *       so starting sets it to {@code true} unless it is set. It has no effect if the process has made an
 *       {@link HttpServer} before.
 *   <li>{@code sun.net.httpserver.idleInterval}: how many seconds a connection may wait for its next request; 30 by
 *       default, and the JDK looks every 10 s. {@link sse.api.spi.HttpLimits#idleTimeout()} does not apply.
 *   <li>{@code sun.net.httpserver.maxReqHeaders}, {@code maxReqHeaderSize}: beyond 200 fields or 380 KB the JDK's
 *       server closes the connection without an answer.
 *   <li>{@code sun.net.httpserver.maxRspTime}: must not be set; it would end every stream that is older.
 * </ul>
 *
 * <p>A request that takes longer than {@link sse.api.spi.HttpLimits#requestTimeout()} has its connection closed without
 * an answer.
 *
 * <p>Before JDK 24 threads are few, and clients that stall may hold 750 of them for their streams and 750 for their
 * requests. For each that is too many, the client that has held one longest loses its connection: a stream ends as
 * {@link sse.api.CloseReason#CLIENT_GONE}, before {@link sse.api.StreamOptions#writeTimeout()} is over. A client stalls
 * when a write to it blocks, or when it has taken half a second to send a request, or to take a piece of an ordinary
 * response. On JDK 24 and later there is no such limit.
 *
 * <p>A client that has sent anything after the request of a stream, which no browser does, may lose the stream's last
 * events and its end: the JDK's server closes the socket without reading that, and the system resets such a connection
 * together with what is still on its way.
 */
public final class JdkHttpTransport implements Transport {
    private static final int BACKLOG = 1024;

    private final Optional<HttpsConfigurator> https;

    /** Makes a transport for HTTP. */
    public JdkHttpTransport() {
        this(Optional.empty());
    }

    private JdkHttpTransport(Optional<HttpsConfigurator> https) {
        this.https = https;
    }

    /**
     * Makes a transport for HTTPS.
     *
     * @param context has the server's key and certificate
     * @return the transport, to be handed to the server's builder
     */
    public static JdkHttpTransport https(SSLContext context) {
        return https(new HttpsConfigurator(Objects.requireNonNull(context, "context")));
    }

    /**
     * Makes a transport for HTTPS.
     *
     * @param configurator configures each connection, as in {@link HttpsServer#setHttpsConfigurator}
     * @return the transport, to be handed to the server's builder
     */
    public static JdkHttpTransport https(HttpsConfigurator configurator) {
        return new JdkHttpTransport(Optional.of(configurator));
    }

    /**
     * Returns the name.
     *
     * @return {@code jdkhttp}
     */
    @Override
    public String name() {
        return "jdkhttp";
    }

    @Override
    public TransportServer start(TransportContext context) throws IOException {
        return start(context, BlockedThreadLimit.ofExecutor());
    }

    /** Starts a server with a limit of threads that stalled clients may hold. */
    TransportServer start(TransportContext context, int maxStalled) throws IOException {
        sendWithoutDelay();
        InetSocketAddress address = context.bindAddress();
        try {
            return JdkHttpServer.start(bind(address), context, maxStalled);
        } catch (IOException failure) {
            throw new IOException("cannot listen on " + address + ": " + failure.getMessage(), failure);
        }
    }

    private HttpServer bind(InetSocketAddress address) throws IOException {
        if (https.isEmpty()) {
            return HttpServer.create(address, BACKLOG);
        }
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(https.get());
        return server;
    }

    /** Turns Nagle's algorithm off, if the JDK's server has not been used yet and the user has said nothing. */
    static void sendWithoutDelay() {
        String property = "sun.net.httpserver.nodelay";
        if (System.getProperty(property) == null) {
            System.setProperty(property, "true");
        }
    }
}
