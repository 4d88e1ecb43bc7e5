package sse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import sse.api.Headers;
import sse.api.SseServer;
import sse.api.spi.http.Quote;
import sse.testkit.internal.http.ClientConnection;
import sse.testkit.internal.http.SocketConnection;
import sse.testkit.internal.memory.MemoryNetwork;

/**
 * The address to which a test's client connects, and its settings. The same for a server in memory and for one behind a
 * socket.
 *
 * <p>Immutable and safe for use by any thread; each of its connections is for one thread at a time. Only connections
 * must be closed. A null argument causes a {@link NullPointerException}.
 */
public final class TestClient {
    private static final int DEFAULT_MEMORY_WINDOW = 64 * 1024;
    private static final int DEFAULT_READ_SIZE = 8 * 1024;

    private final Target target;
    private final Headers headers;
    private final String lastEventId;
    private final Optional<Duration> timeout;
    private final Optional<Integer> window;
    private final int readSize;

    /** Opens connections. */
    private interface Target {
        ClientConnection connect(Optional<Integer> window) throws IOException;

        /** Returns the same target with TLS. */
        default Target withTls(SSLContext context) {
            throw new IllegalStateException("a server in memory has no TLS");
        }
    }

    private record SocketTarget(InetSocketAddress address, String authority, Optional<SSLContext> tls)
            implements Target {
        @Override
        public ClientConnection connect(Optional<Integer> window) throws IOException {
            return SocketConnection.connect(address, authority, window, tls);
        }

        @Override
        public Target withTls(SSLContext context) {
            return new SocketTarget(address, authority, Optional.of(context));
        }
    }

    private TestClient(
            Target target,
            Headers headers,
            String lastEventId,
            Optional<Duration> timeout,
            Optional<Integer> window,
            int readSize) {
        this.target = target;
        this.headers = headers;
        this.lastEventId = lastEventId;
        this.timeout = timeout;
        this.window = window;
        this.readSize = readSize;
    }

    /**
     * Creates a client of a server in this JVM, on any transport.
     *
     * @param server the running server
     * @return a client with default settings
     */
    public static TestClient to(SseServer server) {
        return to(server.address());
    }

    /**
     * Creates a client of a server in this JVM, on any transport.
     *
     * @param server the address that {@link SseServer#address()} or {@link sse.api.spi.TransportServer#address()}
     *     returns
     * @return a client with default settings
     */
    public static TestClient to(InetSocketAddress server) {
        int port = server.getPort();
        if (server.isUnresolved()) {
            return to(window -> MemoryNetwork.connect(port, window.orElse(DEFAULT_MEMORY_WINDOW)));
        }
        InetAddress host =
                server.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : server.getAddress();
        return toSocket(new InetSocketAddress(host, port), "localhost:" + port);
    }

    /**
     * Creates a client of any server.
     *
     * @param server the server's URI, of the form {@code http://host:port}; the default port is 80
     * @return a client with default settings
     * @throws IllegalArgumentException if the scheme is not {@code http}, or the URI has no host
     */
    public static TestClient to(URI server) {
        if (!"http".equalsIgnoreCase(server.getScheme()) || server.getHost() == null) {
            throw new IllegalArgumentException("uri must be http://host:port: " + server);
        }
        int port = server.getPort() == -1 ? 80 : server.getPort();
        return toSocket(new InetSocketAddress(server.getHost(), port), server.getAuthority());
    }

    private static TestClient toSocket(InetSocketAddress address, String authority) {
        return to(new SocketTarget(address, authority, Optional.empty()));
    }

    private static TestClient to(Target target) {
        return new TestClient(target, Headers.empty(), "", Optional.empty(), Optional.empty(), DEFAULT_READ_SIZE);
    }

    /**
     * Returns this client with connections that use TLS. It offers what the context does, and the server's certificate
     * must be one that the context trusts; its name is not checked.
     *
     * @param context the context of a client, initialized
     * @return the new client
     * @throws IllegalStateException if the server is in memory
     */
    public TestClient withTls(SSLContext context) {
        Target secured = target.withTls(Objects.requireNonNull(context, "context"));
        return new TestClient(secured, headers, lastEventId, timeout, window, readSize);
    }

    /**
     * Returns this client with another timeout of every wait for the server. Default: 10 s over a socket. In memory
     * zero, if the server's executor runs everything in the caller, because everything has arrived then when a call
     * returns; otherwise 5 s.
     *
     * @param longest the maximum wait, in real time; zero reads only what has arrived
     * @return the new client
     * @throws IllegalArgumentException if the time is negative
     */
    public TestClient withTimeout(Duration longest) {
        if (longest.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative: " + longest);
        }
        return new TestClient(target, headers, lastEventId, Optional.of(longest), window, readSize);
    }

    /**
     * Returns this client with another window: the number of bytes of a stream that the server can write before the
     * client reads. In memory it is exact; default 64 KiB. Over a socket it is the requested size of the receive
     * buffer, in addition to which the server has its send buffer; default is the system's.
     *
     * @param bytes the size of the window
     * @return the new client
     * @throws IllegalArgumentException if the number is not positive
     */
    public TestClient withWindow(int bytes) {
        return new TestClient(
                target, headers, lastEventId, timeout, Optional.of(requirePositive("window", bytes)), readSize);
    }

    /**
     * Returns this client with another limit of a single read. With 1 the client reads byte by byte, so that a server's
     * writes are accepted in pieces. Default: 8 KiB.
     *
     * @param bytes the maximum number of bytes of one read
     * @return the new client
     * @throws IllegalArgumentException if the number is not positive
     */
    public TestClient withReadSize(int bytes) {
        return new TestClient(target, headers, lastEventId, timeout, window, requirePositive("read size", bytes));
    }

    /**
     * Returns this client with an additional header field in each of its requests.
     *
     * @param name the field's name
     * @param value the field's value
     * @return the new client
     * @throws IllegalArgumentException if {@link Headers.Builder#add} rejects the field
     */
    public TestClient withHeader(String name, String value) {
        Headers more = headers.toBuilder().add(name, value).build();
        return new TestClient(target, more, lastEventId, timeout, window, readSize);
    }

    /**
     * Returns this client with an initial last event id, which it sends in UTF-8, as a browser does.
     *
     * @param id the id
     * @return the new client
     * @throws IllegalArgumentException if the id contains a control character
     */
    public TestClient withLastEventId(String id) {
        if (id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("id must have no control character: " + Quote.of(id));
        }
        return new TestClient(target, headers, id, timeout, window, readSize);
    }

    /**
     * Connects to a stream as a browser does: sends {@code GET} with {@code Accept: text/event-stream} and
     * {@code Cache-Control: no-cache}, unless the client has other values of these fields, and waits for the head of
     * the response, of any status.
     *
     * @param path the path, with its query, encoded
     * @return the stream, at the first byte of the response's body
     * @throws AssertionError if no response arrives in time, or the server ends the connection instead
     * @throws UncheckedIOException if the connection cannot be opened
     */
    public TestStream connect(String path) {
        return open().connect(path);
    }

    /**
     * Sends a {@code GET} on a new connection and waits for the complete response.
     *
     * @param path the path, with its query, encoded
     * @return the response
     * @throws AssertionError if no response arrives in time, or the server ends the connection instead
     * @throws UncheckedIOException if the connection cannot be opened
     */
    public TestResponse get(String path) {
        return request("GET", path, Headers.empty(), "");
    }

    /**
     * Sends a request on a new connection and waits for the complete response.
     *
     * @param method the method
     * @param path the path, with its query, encoded
     * @param more header fields in addition to those of the client
     * @param body the content, sent in UTF-8
     * @return the response
     * @throws AssertionError if no response arrives in time, or the server ends the connection instead
     * @throws UncheckedIOException if the connection cannot be opened
     */
    public TestResponse request(String method, String path, Headers more, String body) {
        try (TestConnection connection = open()) {
            connection.send(method, path, more, body);
            return connection.receive();
        }
    }

    /**
     * Opens a connection for several requests.
     *
     * @return the connection, on which nothing has been sent
     * @throws UncheckedIOException if it cannot be opened
     */
    public TestConnection open() {
        try {
            ClientConnection connection = target.connect(window);
            return new TestConnection(this, connection, timeout.orElse(connection.defaultTimeout()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Headers headers() {
        return headers;
    }

    String lastEventId() {
        return lastEventId;
    }

    int readSize() {
        return readSize;
    }

    /** Returns the ISO-8859-1 text whose bytes are a text in UTF-8. */
    static String headerValue(String text) {
        return new String(
                Objects.requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static int requirePositive(String what, int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException(what + " must be positive: " + bytes);
        }
        return bytes;
    }
}
