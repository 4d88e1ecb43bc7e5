package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import sse.api.EventStream;
import sse.api.ServerStatistics;
import sse.api.SseServer;
import sse.api.SseService;
import sse.api.StreamClosing;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.spi.MountedService;
import sse.api.spi.ServiceContext;

/**
 * Mounts a service in a JDK server that exists already, including HTTPS servers. Thread-safe; runs until it is closed.
 * One handler may be mounted in several contexts. Each handler runs its service independently of other handlers, even
 * if they have the same {@link SseService}.
 *
 * <p>Paths are relative to the context: in the context {@code /events}, a request for {@code /events} has the path
 * {@code /}, a request for {@code /events/news} has the path {@code /news}, and {@code /eventsource}, which the JDK's
 * server passes to this handler too, is answered with 404.
 *
 * <p>It works with any executor of the server, and without one. An ordinary response holds the server's thread until it
 * is sent, a stream only until it is open. If the server has no executor, requests are answered on the handler's own
 * threads.
 *
 * <p>Recommended settings:
 *
 * <ul>
 *   <li>an executor made by {@link #tracking}. Without an executor the JDK's server reads every request on its only
 *       thread, where a slow client delays all others.
 *   <li>{@code -Dsun.net.httpserver.nodelay=true}, before the process creates its first server. Otherwise small events
 *       may be delayed by some 40 ms.
 * </ul>
 */
public final class SseHttpHandler implements HttpHandler, AutoCloseable {
    // Immutable after construction.
    private final MountedService service;
    private final HttpServerMount mount;

    private SseHttpHandler(SseService service) {
        AtomicReference<HttpServerMount> started = new AtomicReference<>();
        this.service = service.mount(context -> start(context, started));
        this.mount = Objects.requireNonNull(started.get());
    }

    private static HttpServerMount start(ServiceContext context, AtomicReference<HttpServerMount> started) {
        HttpServerMount mount = new HttpServerMount(context);
        started.set(mount);
        return mount;
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
     * @param options the options of its streams
     * @param handler receives each stream
     * @return the handler to mount
     */
    public static SseHttpHandler of(StreamOptions options, StreamHandler handler) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(handler, "handler");
        return of(SseService.builder().stream("/", options, handler).build());
    }

    /**
     * Starts a service: several paths, ordinary responses, CORS, limits.
     *
     * @param service the service; its paths are relative to the context
     * @return the handler to mount
     */
    public static SseHttpHandler of(SseService service) {
        Objects.requireNonNull(service, "service");
        JdkHttpTransport.disableNagle();
        return new SseHttpHandler(service);
    }

    /**
     * Wraps an executor for {@link com.sun.net.httpserver.HttpServer#setExecutor}, so that handlers can make the server
     * remove a connection whose client disconnected in the middle of a response. Otherwise the server keeps some 30 KB
     * for each until it is stopped: before Java 23 for every stream, later for streams in HTTP/1.0, which some proxies
     * use.
     *
     * <p>The only way to make the server remove a connection is to make it look for the next request, and a request
     * that a client has pipelined behind a stream must not be run (RFC 9112 section 9.6). So that is done only where it
     * is certain that nothing was pipelined: over HTTP, not HTTPS, and on releases such as Java 17, whose server makes
     * that visible. Elsewhere the server keeps the memory, except for streams in HTTP/1.1 on Java 23 and later, which
     * it always removes.
     *
     * @param executor runs the server's requests
     * @return the executor to pass to the server; the caller shuts the wrapped one down
     */
    public static Executor tracking(Executor executor) {
        return ServerTask.tracking(Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Handles a request. Called by the server in which this handler is mounted.
     *
     * @param exchange the request
     * @throws IOException if the client has disconnected or the handler is closed; the server closes the connection
     */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Optional<String> target = ContextPath.relative(exchange.getHttpContext().getPath(), exchange.getRequestURI());
        if (target.isPresent()) {
            mount.dispatch(exchange, target.get());
        } else {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        }
    }

    /**
     * Returns how many streams are open, including those whose last bytes have not been sent completely.
     *
     * @return the number of streams
     */
    public int openStreams() {
        return service.openStreams();
    }

    /**
     * Returns what this handler has done since it was created, and how many streams are open. Any thread; does not
     * block.
     *
     * @return a snapshot, as of {@link SseServer#statistics()}
     */
    public ServerStatistics statistics() {
        return service.statistics();
    }

    /**
     * Closes the open streams that a predicate accepts, as {@link SseServer#closeStreams} does.
     *
     * @param streams returns true for a stream that is to be closed; called on the service's executor
     * @param closing how they are closed
     * @return completes with the number of streams that are being closed
     * @throws IllegalStateException as {@link SseServer#closeStreams} throws it
     */
    public CompletableFuture<Integer> closeStreams(Predicate<? super EventStream> streams, StreamClosing closing) {
        return service.closeStreams(streams, closing);
    }

    /**
     * Closes every stream as {@link SseServer#close()} does, and blocks until that is done. The server in which the
     * handler is mounted goes on; the connections of later requests are closed without a response, so that an
     * {@code EventSource} reconnects.
     */
    @Override
    public void close() {
        service.close();
    }
}
