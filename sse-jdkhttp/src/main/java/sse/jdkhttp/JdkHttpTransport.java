package sse.jdkhttp;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/**
 * The transport on the JDK's own HTTP server. Thread-safe; one instance may start several servers.
 *
 * <p>An open stream holds no thread while nothing is written to it. The JDK's server does not read from a connection
 * while its response is in progress, so only a write detects that a client has disconnected: the first write makes the
 * client's side reset the connection, and the next one fails. The core therefore sends at least two heartbeats within
 * the heartbeat period, and the stream is closed within it. Each connection costs more than 30 KB, so this transport is
 * for convenience and {@code sse-nio} for scale.
 *
 * <p>Some behavior of the JDK's server is set by system properties only, which it reads once for the whole process:
 *
 * <ul>
 *   <li>{@code sun.net.httpserver.nodelay}: otherwise small events wait for the client's acknowledgement of the
 *       previous one, so starting sets it to {@code true} unless it is set. It has no effect if the process has created
 *       an {@link HttpServer} before.
 *   <li>{@code sun.net.httpserver.idleInterval}: the number of seconds that a connection may wait for its next request.
 *       The JDK's default of 30 is less than what most balancers use, so starting sets it to 75 unless it is set. The
 *       JDK checks every 10 s. {@link sse.api.spi.HttpLimits#idleTimeout()} does not apply.
 *   <li>{@code sun.net.httpserver.maxReqHeaders}, {@code maxReqHeaderSize}: beyond 200 fields or 380 KB the JDK's
 *       server closes the connection without an answer.
 *   <li>{@code sun.net.httpserver.maxRspTime}: must not be set; it would close every stream that is older.
 * </ul>
 *
 * <p>A request that takes longer than {@link sse.api.spi.HttpLimits#requestTimeout()} has its connection closed without
 * an answer.
 *
 * <p>Before JDK 24 the number of threads is limited, and stalled clients may hold 750 of them for their streams and 750
 * for their requests. Beyond that, the connection of the client that has held a thread longest is closed: its stream
 * ends with {@link sse.api.CloseReason#CLIENT_GONE}, before {@link sse.api.StreamOptions#writeTimeout()} has elapsed. A
 * client is stalled when a write to it blocks, or when it has taken half a second to send a request, or to read a piece
 * of an ordinary response. On JDK 24 and later there is no such limit.
 *
 * <p>A client that has sent anything after the request of a stream, which no browser does, may lose the last events and
 * the end of the stream: the JDK's server closes the socket without reading that input, and the system then resets the
 * connection and discards what has not arrived.
 */
public final class JdkHttpTransport implements Transport {
    private static final int BACKLOG = 1024;
    private static final String IDLE_SECONDS = "75";

    private final Optional<HttpsConfigurator> https;

    /** Creates a transport for HTTP. */
    public JdkHttpTransport() {
        this(Optional.empty());
    }

    private JdkHttpTransport(Optional<HttpsConfigurator> https) {
        this.https = https;
    }

    /**
     * Creates a transport for HTTPS.
     *
     * @param context the TLS context with the server's key and certificate
     * @return a new transport, to be passed to the server's builder
     */
    public static JdkHttpTransport https(SSLContext context) {
        return https(new HttpsConfigurator(Objects.requireNonNull(context, "context")));
    }

    /**
     * Creates a transport for HTTPS.
     *
     * @param configurator configures each connection, as in {@link HttpsServer#setHttpsConfigurator}
     * @return a new transport, to be passed to the server's builder
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
        disableNagle();
        setIfUnset("sun.net.httpserver.idleInterval", IDLE_SECONDS);
        InetSocketAddress address = context.bindAddress();
        if (address.isUnresolved()) {
            throw new UnknownHostException("cannot listen on " + address.getHostString() + ":" + address.getPort()
                    + ": the host name is not known");
        }
        HttpServer server = create();
        try {
            server.bind(address, BACKLOG);
            return JdkHttpServer.start(server, context, maxStalled);
        } catch (IOException failure) {
            JdkHttpServer.release(server);
            throw new IOException("cannot listen on " + address + ": " + failure.getMessage(), failure);
        } catch (RuntimeException | Error failure) {
            JdkHttpServer.release(server);
            throw failure;
        }
    }

    private HttpServer create() throws IOException {
        if (https.isEmpty()) {
            return HttpServer.create();
        }
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(https.get());
        return server;
    }

    /** Disables Nagle's algorithm, unless the JDK's server has been used already or the user has set the property. */
    static void disableNagle() {
        setIfUnset("sun.net.httpserver.nodelay", "true");
    }

    private static void setIfUnset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
