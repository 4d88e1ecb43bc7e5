package sse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import sse.api.Headers;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.testkit.internal.memory.MemoryHttpClient;

/**
 * A server for the duration of a test, and its client. In memory, everything runs in the thread of the test: when a
 * call to the server, the client or a {@link ManualTicker} returns, all its effects are complete. Thread-safe. A null
 * argument causes a {@link NullPointerException}.
 */
public final class TestServer implements AutoCloseable {
    private final SseServer server;
    private final TestClient client;

    private TestServer(SseServer server, TestClient client) {
        this.server = server;
        this.client = client;
    }

    /**
     * Starts a server in memory, with an executor that runs everything in the caller and a close timeout of zero.
     *
     * @param settings adds the routes and other settings, which replace these defaults
     * @return the running server
     * @throws IllegalStateException if the builder cannot start a server with these settings
     * @throws UncheckedIOException if a port in memory is set and in use
     */
    public static TestServer start(Consumer<SseServer.Builder> settings) {
        Executor inCaller = Runnable::run;
        SseServer.Builder builder = SseServer.builder()
                .transport(new MemoryTransport())
                .port(0)
                .executor(inCaller)
                .closeTimeout(Duration.ZERO);
        return start(builder, settings);
    }

    /**
     * Starts a server on any transport, on a free port of the loopback address, so that one test can run against
     * several transports.
     *
     * @param transport the transport
     * @param settings adds the routes and other settings, which replace the builder's defaults
     * @return the running server
     * @throws IllegalStateException if the builder cannot start a server with these settings
     * @throws UncheckedIOException if the server cannot be bound
     */
    public static TestServer start(Transport transport, Consumer<SseServer.Builder> settings) {
        SseServer.Builder builder = SseServer.builder()
                .transport(transport)
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return start(builder, settings);
    }

    private static TestServer start(SseServer.Builder builder, Consumer<SseServer.Builder> settings) {
        settings.accept(builder);
        try {
            SseServer server = builder.start();
            return new TestServer(server, TestClient.to(server));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Returns this server with a client that uses TLS, for a transport that speaks TLS.
     *
     * @param context as in {@link TestClient#withTls}
     * @return the same server, with another client
     * @throws IllegalStateException if the server is in memory
     */
    public TestServer withTls(SSLContext context) {
        return new TestServer(server, client.withTls(context));
    }

    /**
     * Returns the server.
     *
     * @return the running server
     */
    public SseServer server() {
        return server;
    }

    /**
     * Returns a client of the server.
     *
     * @return a client with default settings
     */
    public TestClient client() {
        return client;
    }

    /**
     * Returns the URI of a path, for a client that has the {@link #httpClient()}.
     *
     * @param path the path, with its query, encoded
     * @return the URI, of the form {@code http://host:port/path}
     */
    public URI uri(String path) {
        InetSocketAddress address = server.address();
        String host = address.isUnresolved() ? address.getHostString() : "localhost";
        return URI.create("http://" + host + ":" + address.getPort() + path);
    }

    /**
     * Returns an HTTP client for programs that use the JDK's, such as {@code EventSource}. It reaches every server in
     * memory of this JVM, and no other, by the port of the URI. Its calls run in the thread of the server, which in
     * memory is that of the test. For a server with sockets it is a client over sockets.
     *
     * @return a client that follows no redirects
     */
    public HttpClient httpClient() {
        // Not made here: without the module java.net.http this class must load all the same.
        return MemoryHttpClient.forServer(server.address());
    }

    /**
     * Connects to a stream, as {@link TestClient#connect(String)} does.
     *
     * @param path the path, with its query, encoded
     * @return the stream
     * @throws AssertionError under the conditions of {@link TestClient#connect(String)}
     */
    public TestStream connect(String path) {
        return client.connect(path);
    }

    /**
     * Sends a {@code GET}, as {@link TestClient#get(String)} does.
     *
     * @param path the path, with its query, encoded
     * @return the response
     * @throws AssertionError under the conditions of {@link TestClient#get(String)}
     */
    public TestResponse get(String path) {
        return client.get(path);
    }

    /**
     * Sends a request, as {@link TestClient#request} does.
     *
     * @param method the method
     * @param path the path, with its query, encoded
     * @param headers the header fields
     * @param body the content, sent in UTF-8
     * @return the response
     * @throws AssertionError under the conditions of {@link TestClient#request}
     */
    public TestResponse request(String method, String path, Headers headers, String body) {
        return client.request(method, path, headers, body);
    }

    /** Closes the server, as {@link SseServer#close()} does. */
    @Override
    public void close() {
        server.close();
    }
}
