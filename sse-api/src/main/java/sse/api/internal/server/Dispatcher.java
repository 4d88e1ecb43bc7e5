package sse.api.internal.server;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Response;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.executor.GuardedExecutor;
import sse.api.internal.executor.InFlight;
import sse.api.internal.http.AcceptMatch;
import sse.api.internal.http.CorsProtocol;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Route;
import sse.api.internal.http.Routes;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.Exchange;

/**
 * Decides how a request is answered: by a stream, by a responder, or by an error. Runs on the request's lane, and runs
 * user code on the executor.
 *
 * <pre>
 *  target ─ 400      route ─ 404      preflight ─ 204
 *                      |
 *     GET, the path has a stream, and Accept matches?  ──no──> responder ─ or 405, 406
 *                      | yes
 *                 StreamOpener
 * </pre>
 */
final class Dispatcher {
    private static final System.Logger LOG = System.getLogger("sse.api");
    private static final String STREAM_METHODS = "GET, HEAD, OPTIONS";
    private static final String CORS_STREAM_METHODS = "GET, HEAD";
    private static final String CORS_ALL_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final Headers STREAM_FIELDS = Headers.builder()
            .add("Content-Type", "text/event-stream")
            .add("Cache-Control", "no-cache, no-transform")
            .add("X-Accel-Buffering", "no")
            .build();

    // Immutable after construction.
    private final Routes routes;
    private final CorsProtocol cors;
    private final ErrorResponses responses;
    private final GuardedExecutor executor;
    private final StreamOpener opener;
    private final InFlight unanswered = new InFlight(Integer.MAX_VALUE);

    Dispatcher(ServiceConfig config, CallbackExecutors executors) {
        this.routes = config.routes();
        this.cors = new CorsProtocol(config.cors());
        this.responses = new ErrorResponses(cors);
        this.executor = executors.executor();
        this.opener = new StreamOpener(config, responses, executors);
    }

    StreamOpener opener() {
        return opener;
    }

    /** Waits until every request that a responder was called for is answered, for at most the timeout. */
    boolean awaitAnswers(long timeoutNanos) throws InterruptedException {
        return unanswered.awaitZero(timeoutNanos);
    }

    void dispatch(StreamLane lane, Exchange exchange) {
        if (exchange.target().equals("*") && exchange.method().equals("OPTIONS")) {
            exchange.respond(Response.of(204));
            return;
        }
        Optional<RequestTarget> target = RequestTarget.parse(exchange.target());
        if (target.isEmpty()) {
            responses.sendError(exchange, 400, "target must be a path, percent-encoded UTF-8, or an http URI");
            return;
        }
        if (exchange.method().equals("CONNECT")) {
            // A 2xx would mean that a tunnel begins (RFC 9110 section 9.3.6).
            responses.sendError(exchange, 501, "CONNECT is for proxies");
            return;
        }
        Optional<Routes.Match> match = routes.match(target.get().segments());
        if (match.isEmpty()) {
            responses.sendError(exchange, 404, "nothing is at this path");
            return;
        }
        Route route = match.get().route();
        String corsMethods = route.responder().isPresent() ? CORS_ALL_METHODS : CORS_STREAM_METHODS;
        Optional<Response> preflight = cors.preflight(exchange.method(), exchange.headers(), corsMethods);
        if (preflight.isPresent()) {
            responses.send(exchange, preflight.get());
            return;
        }
        choose(lane, exchange, new ReceivedRequest(exchange, target.get(), match.get()), route);
    }

    private void choose(StreamLane lane, Exchange exchange, ReceivedRequest request, Route route) {
        AcceptMatch accept = AcceptMatch.of(request.headers());
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (route.responder().isPresent()) {
            boolean streams = route.stream().isPresent() && reads && accept == AcceptMatch.EXPLICIT;
            if (!streams) {
                answer(lane, exchange, request, route);
                return;
            }
        } else if (request.method().equals("OPTIONS")) {
            responses.send(exchange, Response.of(204).withHeader("Allow", STREAM_METHODS));
            return;
        } else if (!reads) {
            Response notAllowed = ErrorResponses.error(405, "method must be one of " + STREAM_METHODS);
            responses.send(exchange, notAllowed.withHeader("Allow", STREAM_METHODS));
            return;
        } else if (accept == AcceptMatch.NONE) {
            responses.sendError(exchange, 406, "this path has only text/event-stream");
            return;
        }
        Headers fields = STREAM_FIELDS.toBuilder()
                .addAll(cors.fieldsFor(request.headers()))
                .build();
        if (request.method().equals("HEAD")) {
            exchange.respond(Response.of(200).withHeaders(fields));
            return;
        }
        open(new PendingOpen(lane, exchange, request, route.stream().orElseThrow(), fields, accept));
    }

    private void open(PendingOpen pending) {
        int idBytes = pending.request()
                .lastEventId()
                .map(id -> id.getBytes(StandardCharsets.UTF_8).length)
                .orElse(0);
        if (idBytes > Event.MAX_ID_BYTES) {
            responses.sendError(
                    pending.exchange(),
                    400,
                    "last event id must be at most " + Event.MAX_ID_BYTES + " bytes: " + idBytes);
        } else {
            opener.open(pending);
        }
    }

    private void answer(StreamLane lane, Exchange exchange, ReceivedRequest request, Route route) {
        unanswered.tryEnter();
        if (!executor.tryExecute(() -> sendOnLane(lane, exchange, responseOf(route, request)))) {
            unanswered.leave();
            responses.serviceUnavailable(exchange, "the server has no room for another request");
        }
    }

    /** Runs on the executor. */
    private void sendOnLane(StreamLane lane, Exchange exchange, Response response) {
        try {
            lane.execute(() -> {
                try {
                    responses.send(exchange, response);
                } finally {
                    unanswered.leave();
                }
            });
        } catch (Exception | Error rejected) {
            unanswered.leave();
            LOG.log(System.Logger.Level.ERROR, "event loop rejected a response", rejected);
        }
    }

    private static Response responseOf(Route route, ReceivedRequest request) {
        try {
            Response response = route.responder().orElseThrow().respond(request);
            if (response != null) {
                return response;
            }
            LOG.log(System.Logger.Level.ERROR, route.responderName() + " returned null");
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, route.responderName() + " threw", failure);
        }
        return ErrorResponses.error(500, "the server failed");
    }
}
