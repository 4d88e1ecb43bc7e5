package sse.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.ExchangeSource;
import sse.api.spi.Lane;
import sse.api.spi.Refusals;
import sse.api.spi.ServiceContext;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;

/**
 * The source of exchanges of a servlet: the requests that a container passes to it. Thread-safe.
 *
 * <pre>
 *   container's thread                lane                               container's threads
 *   read head and content,
 *   start asynchronous  ----------->  core decides
 *   return                            respond, or open
 *                                     write  <------------------------>  isReady, write, flush
 *                                     writable  <----------------------  onWritePossible
 *                                     closed  <------------------------  onError, onTimeout, onComplete
 * </pre>
 */
final class ServletMount implements ExchangeSource {
    private static final System.Logger LOG = System.getLogger("sse.servlet");
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How long responses that are in flight may take when the mount closes. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    // Immutable after construction.
    private final ServiceContext context;
    private final Container container;
    private final OutputCheck outputCheck;
    private final Lanes lanes;
    private final InFlight<AsyncResponse> responses = new InFlight<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    // Written once, before the first request.
    private volatile @Nullable Runnable closeService;

    // Written by any thread.
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean accepting = true;

    ServletMount(ServiceContext context, Container container) {
        this.context = context;
        this.container = container;
        this.outputCheck = new OutputCheck(container);
        this.lanes = new Lanes(context);
    }

    ServiceContext context() {
        return context;
    }

    Container container() {
        return container;
    }

    OutputCheck outputCheck() {
        return outputCheck;
    }

    /** Sets what is run, on a thread of its own, when the container turns out to stop. */
    void onContainerStop(Runnable close) {
        closeService = close;
    }

    /** Closes the service, unless that is done already. Does not block. */
    void closeService() {
        Runnable close = closeService;
        if (close != null && accepting && stopping.compareAndSet(false, true)) {
            Thread thread = new Thread(null, close, "sse-servlet-close", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Removes a response that has ended. */
    void remove(AsyncResponse response) {
        responses.remove(response);
    }

    /** Takes a request from the container. */
    void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        AbortDispatch.check(request, response);
        if (FlushDispatch.flush(request, response)) {
            return;
        }
        switch (request.getDispatcherType()) {
            case INCLUDE -> throw new ServletException("a stream must not be included: forward to the servlet instead");
            // The error page of another request: its status is set already.
            case ERROR -> {}
            default -> accept(request, response);
        }
    }

    private void accept(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        RequestReader reader = new RequestReader(request, context.limits());
        ImmediateAnswer answer = new ImmediateAnswer(request, response);
        try {
            Headers headers = reader.readHead();
            if (!accepting) {
                answer.send(ClosedAnswer.to(reader.method(), headers));
                return;
            }
            Optional<Response> refused = beforeContent(reader, headers);
            if (refused.isPresent()) {
                answer.sendAndClose(refused.get());
                return;
            }
            startExchange(reader, headers, answer);
        } catch (HttpRejection rejection) {
            answer.sendAndClose(responseTo(rejection, reader));
        }
    }

    private Optional<Response> beforeContent(RequestReader reader, Headers headers) {
        return headers.contains("Expect")
                ? context.refusals().beforeContent(reader.method(), reader.target(), headers)
                : Optional.empty();
    }

    private Response responseTo(HttpRejection rejection, RequestReader reader) {
        Refusals refusals = context.refusals();
        return rejection.rule() == HttpRule.CONTENT_TOO_LARGE
                ? refusals.tooMuchContent(rejection, reader.method(), reader.target(), reader.origin())
                : refusals.rejection(rejection, reader.origin());
    }

    private void startExchange(RequestReader reader, Headers headers, ImmediateAnswer answer)
            throws HttpRejection, ServletException, IOException {
        byte[] content = reader.readContent(headers, context.refusals());
        ReceivedRequest received = reader.received(headers, content);
        ServletLane lane = lanes.of(received.remoteAddress());
        AsyncContext async = answer.startAsync();
        AsyncResponse response = new AsyncResponse(async, this, lane);
        ServletExchange exchange = new ServletExchange(received, response);
        response.setUser(exchange);
        if (!responses.add(response)) {
            answer.send(ClosedAnswer.to(received.method(), headers));
            async.complete();
            return;
        }
        async.addListener(new ContainerCallbacks(response));
        lane.loop().execute(() -> decide(lane.lane(), exchange, response));
    }

    private static void decide(Lane lane, ServletExchange exchange, AsyncResponse response) {
        if (exchange.isAnswered()) {
            return; // The mount closes.
        }
        try {
            lane.onRequest(exchange);
        } catch (Exception | Error bug) {
            // The request would never be answered.
            response.abort();
            LOG.log(System.Logger.Level.ERROR, "bug: request failed; its connection is closed", bug);
        }
    }

    @Override
    public void stopAccepting() {
        accepting = false;
    }

    @Override
    public void close() {
        try {
            if (closing.compareAndSet(false, true)) {
                closeAll();
            }
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() throws InterruptedException {
        accepting = false;
        try {
            responses.close().forEach(response -> response.lane().loop().execute(response::close));
            responses.awaitEmpty(DRAIN_NANOS);
            responses.close().forEach(response -> response.lane().loop().execute(response::abort));
            responses.awaitEmpty(CLOSE_NANOS);
            lanes.awaitSubmittedTasks(CLOSE_NANOS);
            lanes.close(CLOSE_NANOS);
        } finally {
            lanes.shutdown();
            closed.countDown();
        }
    }
}
