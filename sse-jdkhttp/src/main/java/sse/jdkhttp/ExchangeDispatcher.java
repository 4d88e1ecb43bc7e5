package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sse.api.Headers;
import sse.api.Response;
import sse.api.Ticker;
import sse.api.spi.Lane;
import sse.api.spi.Refusals;
import sse.api.spi.ServiceContext;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpSyntax;
import sse.api.spi.http.MessageFraming;

/**
 * Passes the exchanges of a JDK server to the lanes, and the answers back. Thread-safe.
 *
 * <pre>
 *   request thread                   lane                        write executor
 *   read head and content  ------->  core decides
 *   send the response      <-------  respond
 *   return to the server   <-------  open, write  ------------>  blocking writes,
 *                                    writable     <------------  as WriteQueue has them
 * </pre>
 *
 * The thread waits for the core's decision and sends an ordinary response itself, because only an exception that the
 * server's handler throws makes the JDK remove a connection on which a response failed; it keeps some 30 KB for each
 * connection that is closed in any other way. A stream releases the thread as soon as it is open.
 */
final class ExchangeDispatcher {
    private static final System.Logger LOG = System.getLogger("sse.jdkhttp");
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * How long responses that are in flight when the server closes may take; only a client that does not read needs
     * more than a moment.
     */
    private static final long RESPONSE_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    // Immutable after construction.
    private final ServiceContext context;
    private final Lanes lanes;
    private final BlockedThreadLimit stalledRequests;
    private final BlockingExecutor writers = new BlockingExecutor("sse-jdkhttp-write");
    private final SocketQueues socketQueues = new SocketQueues();
    private final InFlight<RequestThread> requests = new InFlight<>();
    private final InFlight<JdkStream> streams = new InFlight<>();
    private final InFlight<JdkExchange> answered = new InFlight<>();

    // Written by any thread, read by any.
    private volatile boolean accepting = true;

    /**
     * Creates a dispatcher with its lanes.
     *
     * @param stalledWrites limits the threads that writes of streams hold
     * @param stalledRequests limits the threads that requests hold
     */
    ExchangeDispatcher(ServiceContext context, BlockedThreadLimit stalledWrites, BlockedThreadLimit stalledRequests) {
        this(context, stalledWrites, stalledRequests, Ticker.system());
    }

    /** Creates a dispatcher whose lanes take the time for threads and requests from another ticker. */
    ExchangeDispatcher(
            ServiceContext context,
            BlockedThreadLimit stalledWrites,
            BlockedThreadLimit stalledRequests,
            Ticker laneTicker) {
        this.context = context;
        this.stalledRequests = stalledRequests;
        lanes = new Lanes(context, writers, stalledWrites, laneTicker);
    }

    ServiceContext context() {
        return context;
    }

    /** Returns the executor of blocking writes. */
    BlockingExecutor writers() {
        return writers;
    }

    /** Returns what the kernel holds for clients. */
    SocketQueues socketQueues() {
        return socketQueues;
    }

    /** Returns the streams whose exchange has not been closed. */
    InFlight<JdkStream> streams() {
        return streams;
    }

    /** Returns the exchanges whose response has not been sent completely. */
    InFlight<JdkExchange> answered() {
        return answered;
    }

    /**
     * Accepts no more requests. Later requests are not answered, which makes an {@code EventSource} reconnect; it does
     * not after a 503.
     */
    void stopAccepting() {
        accepting = false;
    }

    /**
     * Begins a request on the calling thread, before its first byte or after its head.
     *
     * @param serverTask the JDK server's task for the request, if it is known
     */
    void runRequest(Optional<ServerTask> serverTask, RequestTask task) throws IOException {
        RequestThread thread = new RequestThread(context.ticker(), stalledRequests, serverTask);
        if (!requests.add(thread)) {
            throw new IOException("server is closed");
        }
        lanes.requests().onRequest();
        try {
            thread.run(context.limits().requestTimeout(), task);
        } finally {
            requests.remove(thread);
        }
    }

    /**
     * Dispatches an exchange whose head has been read, on the thread of its request. Returns when it is answered, or
     * its stream is open.
     *
     * @throws IOException if the connection is of no further use; the JDK's server closes it when its handler throws
     */
    void dispatch(HttpExchange exchange, String target, RequestThread thread) throws IOException {
        if (!accepting) {
            throw new IOException("server accepts no more requests");
        }
        ResponseWriter responses = new ResponseWriter(exchange, thread);
        byte[] body;
        try {
            MessageFraming framing = new RequestCheck(exchange, context.limits()).check();
            body = RequestContent.read(exchange, framing, bodyLimitOf(exchange, target, framing));
        } catch (HttpRejection rejection) {
            responses.sendAndClose(rejection, responseTo(rejection, exchange, target));
            return;
        }
        thread.clearDeadline();
        JdkExchange request = submit(exchange, target, body, thread);
        try {
            Optional<Response> response = request.awaitAnswer();
            if (response.isPresent()) {
                if (!accepting) {
                    ResponseHead.closeAfterwards(exchange);
                }
                lanes.requests().onAnswer();
                responses.send(response.get());
            }
        } finally {
            answered.remove(request);
        }
    }

    private int bodyLimitOf(HttpExchange exchange, String target, MessageFraming framing) {
        if (!framing.isChunked() && framing.contentLength() == 0) {
            return 0;
        }
        return context.refusals()
                .bodyBytes(exchange.getRequestMethod(), target, JdkExchange.headersOf(exchange))
                .orElse(context.limits().bodyBytes());
    }

    private Response responseTo(HttpRejection rejection, HttpExchange exchange, String target) {
        Refusals refusals = context.refusals();
        return rejection.rule() == HttpRule.CONTENT_TOO_LARGE
                ? refusals.tooMuchContent(
                        rejection, exchange.getRequestMethod(), target, JdkExchange.headersOf(exchange))
                : refusals.rejection(rejection, originOf(exchange));
    }

    /** Returns the one field that the response to a rejected request depends on: the others may be malformed. */
    private static Headers originOf(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Origin"))
                .filter(HttpSyntax::isFieldValue)
                .map(origin -> Headers.of("Origin", origin))
                .orElse(Headers.empty());
    }

    private JdkExchange submit(HttpExchange exchange, String target, byte[] body, RequestThread thread) {
        JdkLane lane = lanes.of(exchange.getRemoteAddress());
        JdkExchange request =
                new JdkExchange(exchange, target, body, new ExchangeContext(this, lane, thread.serverTask()));
        lane.loop().execute(() -> decide(lane.lane(), request));
        return request;
    }

    private static void decide(Lane lane, JdkExchange request) {
        try {
            lane.onRequest(request);
        } catch (Exception | Error bug) {
            // The request would never be answered.
            request.fail(bug);
            report("bug: request failed; its connection is closed", bug);
        }
    }

    /** Returns true if there is neither a request nor a stream. */
    boolean isIdle() {
        return requests.isEmpty() && streams.isEmpty();
    }

    /**
     * Ends every request and stream, and every thread except those that the caller owns. Blocks until that is done, for
     * some seconds at most.
     */
    void close() {
        accepting = false;
        try {
            answered.awaitEmpty(RESPONSE_DRAIN_NANOS);
            requests.close().forEach(RequestThread::cut);
            streams.close().forEach(JdkStream::abortSoon);
            requests.awaitEmpty(CLOSE_NANOS);
            streams.awaitEmpty(CLOSE_NANOS);
            lanes.awaitSubmittedTasks(CLOSE_NANOS);
            writers.close(CLOSE_NANOS);
            lanes.close(CLOSE_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writers.shutdown();
            lanes.shutdown();
        }
    }

    /** Logs a failure that no client has caused. */
    static void report(String what, Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, what, failure);
    }
}
