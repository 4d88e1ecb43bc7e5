package sse.servlet;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sse.api.EventStream;
import sse.api.ServerStatistics;
import sse.api.SseServer;
import sse.api.SseService;
import sse.api.StreamClosing;
import sse.api.StreamHandler;
import sse.api.StreamOptions;

/**
 * Mounts a service in a servlet container. Thread-safe; runs from its initialization until it is closed or destroyed.
 * Each servlet runs its service independently of other servlets, even if they have the same {@link SseService}.
 *
 * <p>The servlet must be registered with support for asynchronous processing, and so must every filter in front of it:
 *
 * <pre>{@code
 * ServletRegistration.Dynamic live = context.addServlet("live", SseServlet.of(service));
 * live.addMapping("/live/*");
 * live.setAsyncSupported(true);
 * }</pre>
 *
 * <p>For an annotation or {@code web.xml}, extend it:
 *
 * <pre>{@code
 * @WebServlet(urlPatterns = "/live/*", asyncSupported = true)
 * public final class LiveServlet extends SseServlet {
 *     public LiveServlet() {
 *         super(SseService.builder().stream("/news", News.TOPIC).build());
 *     }
 * }
 * }</pre>
 *
 * <p>Paths are relative to the mapping: with {@code /live/*}, a request for {@code /app/live/news} has the path
 * {@code /news}, and one for {@code /app/live} the path {@code /}. With the mappings {@code /} and {@code *.suffix}
 * they are relative to the context. A {@code ;jsessionid} is removed.
 *
 * <p>The content of a request is read on the container's thread, which blocks until it has arrived. From then on the
 * servlet holds no thread of the container, and nothing it does blocks one. {@link sse.api.Request#principal()} is the
 * user principal of the request, or else the subject of the client's certificate.
 *
 * <p>Close it before the container stops: most containers cut streams without notifying servlets in time, and clients
 * would not receive the closing event. {@link #destroy()} closes it, too.
 */
public class SseServlet extends HttpServlet implements AutoCloseable {
    private static final long serialVersionUID = 1L;

    // Immutable after construction.
    private final transient @Nullable SseService service;

    // Written by the container's initialization, read by any thread.
    private transient volatile @Nullable RunningService running;

    /** Creates a servlet that {@linkplain #createService() creates its service} when it is initialized. */
    protected SseServlet() {
        this.service = null;
    }

    /**
     * Creates a servlet.
     *
     * @param service the service; its paths are relative to the servlet's mapping
     */
    protected SseServlet(SseService service) {
        this.service = Objects.requireNonNull(service, "service");
    }

    /**
     * Opens a stream for requests to the mapping's own path, with default options.
     *
     * @param handler receives each stream
     * @return the servlet to register
     */
    public static SseServlet of(StreamHandler handler) {
        return of(StreamOptions.defaults(), handler);
    }

    /**
     * Opens a stream for requests to the mapping's own path.
     *
     * @param options the options of its streams
     * @param handler receives each stream
     * @return the servlet to register
     */
    public static SseServlet of(StreamOptions options, StreamHandler handler) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(handler, "handler");
        return of(SseService.builder().stream("/", options, handler).build());
    }

    /**
     * Serves several paths, ordinary responses, CORS, limits.
     *
     * @param service the service; its paths are relative to the servlet's mapping
     * @return the servlet to register
     */
    public static SseServlet of(SseService service) {
        return new SseServlet(service);
    }

    /**
     * Returns the service to mount. Called once by each initialization, after {@link #init()}; overridden by servlets
     * that cannot create it in their constructor, for instance because it depends on injected fields.
     *
     * @return the service that was passed to the constructor
     * @throws ServletException if there is none
     */
    protected SseService createService() throws ServletException {
        if (service == null) {
            throw new ServletException("servlet must have a service: pass it to the constructor of SseServlet, or"
                    + " override createService(): " + getClass().getName());
        }
        return service;
    }

    /** Mounts the service. Called by the container. */
    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        running = RunningService.start(createService(), Container.of(config.getServletContext()));
    }

    /**
     * Passes a request to the service. Called by the container.
     *
     * @param request the request, as the filters have left it
     * @param response the response, as the filters have left it
     * @throws ServletException if the servlet or a filter in front of it does not support asynchronous processing, or
     *     if the servlet is included by another one
     * @throws IOException if the client has disconnected
     */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        running().mount().service(request, response);
    }

    /** Closes the servlet. Called by the container. */
    @Override
    public void destroy() {
        close();
        super.destroy();
    }

    /**
     * Returns how many streams are open, including those whose last bytes have not been sent completely.
     *
     * @return the number of streams
     * @throws IllegalStateException if the servlet has not been initialized
     */
    public int openStreams() {
        return running().service().openStreams();
    }

    /**
     * Returns what this servlet has done since it was initialized, and how many streams are open. Any thread; does not
     * block.
     *
     * @return a snapshot, as of {@link SseServer#statistics()}
     * @throws IllegalStateException if the servlet has not been initialized
     */
    public ServerStatistics statistics() {
        return running().service().statistics();
    }

    /**
     * Closes the open streams that a predicate accepts, as {@link SseServer#closeStreams} does.
     *
     * @param streams returns true for a stream that is to be closed; called on the service's executor
     * @param closing how they are closed
     * @return completes with the number of streams that are being closed
     * @throws IllegalStateException if the servlet has not been initialized, or as {@link SseServer#closeStreams}
     *     throws it
     */
    public CompletableFuture<Integer> closeStreams(Predicate<? super EventStream> streams, StreamClosing closing) {
        return running().service().closeStreams(streams, closing);
    }

    /**
     * Closes every stream as {@link SseServer#close()} does, and blocks until that is done. A servlet that has not been
     * initialized is not affected. The container goes on; a later request for a stream is answered with a stream that
     * only has a {@code retry} field and ends, so that an {@code EventSource} reconnects, and every other one with 503.
     */
    @Override
    public void close() {
        RunningService closing = running;
        if (closing != null) {
            closing.service().close();
        }
    }

    private RunningService running() {
        RunningService present = running;
        if (present == null) {
            throw new IllegalStateException("servlet must have been initialized by its container: "
                    + getClass().getName());
        }
        return present;
    }
}
