package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sse.api.SseServer;
import sse.api.StreamHandler;
import sse.api.StreamOptions;

/**
 * Serves event streams in a JDK server that exists already, HTTPS servers included. Thread-safe; open until closed. One
 * handler may be mounted in several contexts.
 *
 * <p>Paths are relative to the context: in the context {@code /events}, a request for {@code /events} arrives at the
 * path {@code /}, one for {@code /events/news} at {@code /news}, and {@code /eventsource}, which the JDK's server sends
 * here too, is answered 404.
 *
 * <p>It works on any executor of the server, and also without one. An ordinary response holds the server's thread until
 * it is sent, a stream only until it is open. If the server has no executor, requests are answered on the handler's own
 * threads.
 *
 * <p>What a user should set:
 *
 * <ul>
 *   <li>an executor, made by {@link #tracking}. Without any, the JDK's server reads every request on its only thread,
 *       where a slow client stops all others.
 *   <li>{@code -Dsun.net.httpserver.nodelay=true}, before the process makes its first server; small events may
 *       otherwise be delayed by some 40 ms.
 * </ul>
 */
public final class SseHttpHandler implements HttpHandler, AutoCloseable {
    // Immutable after construction.
    private final MountedTransport transport;
    private final SseServer server;

    private SseHttpHandler(MountedTransport transport, SseServer server) {
        this.transport = transport;
        this.server = server;
    }

    /**
     * Opens a stream for requests to the context's own path, with default options.
     *
     * @param handler receives each stream
     * @return the handler to mount
     */
    public static SseHttpHandler of(StreamHandler handler) {
        return of(StreamOptions.defaults(), handler);
    }

    /**
     * Opens a stream for requests to the context's own path.
     *
     * @param options the limits and habits of its streams
     * @param handler receives each stream
     * @return the handler to mount
     */
    public static SseHttpHandler of(StreamOptions options, StreamHandler handler) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(handler, "handler");
        return serving(builder -> builder.stream("/", options, handler));
    }

    /**
     * Serves all that a server can: several paths, ordinary responses, CORS, limits.
     *
     * @param settings builds the server, with paths relative to the context; address and transport set there have no
     *     effect
     * @return the handler to mount
     * @throws IllegalStateException if there is no route
     */
    public static SseHttpHandler serving(Consumer<SseServer.Builder> settings) {
        JdkHttpTransport.sendWithoutDelay();
        SseServer.Builder builder = SseServer.builder();
        settings.accept(builder);
        MountedTransport transport = new MountedTransport();
        try {
            return new SseHttpHandler(transport, builder.transport(transport).start());
        } catch (IOException impossible) {
            throw new UncheckedIOException("a mounted server has nothing to bind", impossible);
        }
    }

    /**
     * Wraps an executor for {@link com.sun.net.httpserver.HttpServer#setExecutor}, so that handlers can make the server
     * forget a connection whose client left in the middle of a response. It keeps some 30 KB for each until it is
     * stopped otherwise: before Java 23 for every stream, after that for streams in HTTP/1.0, which is what some
     * proxies speak.
     *
     * <p>The server's way to forget a connection is to look for its next request, and one that a client has pipelined
     * behind a stream must not be run (RFC 9112 section 9.6). So it is made to forget only where it is certain that
     * nothing was pipelined: over HTTP, not HTTPS, and on those releases, such as Java 17, whose server lets that be
     * seen. Elsewhere it keeps the memory. It never does for streams in HTTP/1.1 on Java 23 and later, with this or
     * without.
     *
     * @param executor runs the server's requests
     * @return the executor to give to the server; the one it wraps stays the caller's to shut down
     */
    public static Executor tracking(Executor executor) {
        return ServerTask.tracking(Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Takes a request. Called by the server it is mounted in.
     *
     * @param exchange the request
     * @throws IOException if the client is gone or the handler is closed; the server closes the connection
     */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Optional<String> target = ContextPath.relative(exchange.getHttpContext().getPath(), exchange.getRequestURI());
        if (target.isPresent()) {
            transport.take(exchange, target.get());
        } else {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        }
    }

    /**
     * Returns how many streams are open.
     *
     * @return the number of streams, those whose last bytes are still on their way included
     */
    public int openStreams() {
        return server.openStreams();
    }

    /**
     * Ends every stream as {@link SseServer#close()} does, and blocks until it is done. The server it is mounted in
     * goes on; requests that come later have their connection closed without an answer, so that an {@code EventSource}
     * tries again.
     */
    @Override
    public void close() {
        server.close();
    }
}
