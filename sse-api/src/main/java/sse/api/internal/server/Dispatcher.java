package sse.api.internal.server;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Request;
import sse.api.Response;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.executor.GuardedExecutor;
import sse.api.internal.executor.InFlight;
import sse.api.internal.http.Accepts;
import sse.api.internal.http.CorsProtocol;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Route;
import sse.api.internal.http.Routes;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.Exchange;

/**
 * Decides what a request gets: a stream, a response of the user's, or a refusal. Runs on the request's lane and hands
 * user code to the executor.
 *
 * <pre>
 *  target ─ 400      route ─ 404      preflight ─ 204
 *                      |
 *     GET, and the path streams, and Accept wants it?  ──no──> responder ─ or 405, 406
 *                      | yes
 *                  Entrance
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
    private final Answers answers;
    private final GuardedExecutor executor;
    private final Entrance entrance;
    private final InFlight unanswered = new InFlight(Integer.MAX_VALUE);

    Dispatcher(ServerSettings settings, CallbackExecutors threads, Places places, StreamCounts counts) {
        this.routes = settings.routes();
        this.cors = new CorsProtocol(settings.cors());
        this.answers = new Answers(cors);
        this.executor = threads.executor();
        this.entrance = new Entrance(settings, answers, threads, places, counts);
    }

    /** Opens no more streams. */
    void close() {
        entrance.close();
    }

    /** Waits until every request that a responder has been called for is answered, for some time. */
    boolean awaitAnswers(long timeoutNanos) throws InterruptedException {
        return unanswered.awaitNone(timeoutNanos);
    }

    void dispatch(StreamLane lane, Exchange exchange) {
        if (exchange.target().equals("*") && exchange.method().equals("OPTIONS")) {
            exchange.respond(Response.of(204));
            return;
        }
        Optional<RequestTarget> target = RequestTarget.parse(exchange.target());
        if (target.isEmpty()) {
            answers.refuse(exchange, 400, "target must be a path, percent-encoded UTF-8, or an http URI");
            return;
        }
        if (exchange.method().equals("CONNECT")) {
            // A 2xx would say that a tunnel begins (RFC 9110, 9.3.6).
            answers.refuse(exchange, 501, "CONNECT is for proxies");
            return;
        }
        Optional<Routes.Match> match = routes.match(target.get().segments());
        if (match.isEmpty()) {
            answers.refuse(exchange, 404, "nothing is at this path");
            return;
        }
        Route route = match.get().route();
        String corsMethods = route.responder().isPresent() ? CORS_ALL_METHODS : CORS_STREAM_METHODS;
        Optional<Response> preflight = cors.preflight(exchange.method(), exchange.headers(), corsMethods);
        if (preflight.isPresent()) {
            answers.respond(exchange, preflight.get());
            return;
        }
        choose(lane, exchange, new ReceivedRequest(exchange, target.get(), match.get()), route);
    }

    private void choose(StreamLane lane, Exchange exchange, ReceivedRequest request, Route route) {
        Accepts accepts = Accepts.of(request.headers());
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (route.responder().isPresent()) {
            boolean streams = route.stream().isPresent() && reads && accepts == Accepts.BY_NAME;
            if (!streams) {
                answer(lane, exchange, request, route.responder().get());
                return;
            }
        } else if (request.method().equals("OPTIONS")) {
            answers.respond(exchange, Response.of(204).withHeader("Allow", STREAM_METHODS));
            return;
        } else if (!reads) {
            Response notAllowed = Answers.problem(405, "method must be one of " + STREAM_METHODS);
            answers.respond(exchange, notAllowed.withHeader("Allow", STREAM_METHODS));
            return;
        } else if (accepts == Accepts.NOT) {
            answers.refuse(exchange, 406, "this path has only text/event-stream");
            return;
        }
        Headers fields = STREAM_FIELDS.toBuilder()
                .addAll(cors.fieldsFor(request.headers()))
                .build();
        if (request.method().equals("HEAD")) {
            exchange.respond(Response.of(200).withHeaders(fields));
            return;
        }
        enter(
                lane,
                new Entrance.Opening(exchange, request, fields, accepts),
                route.stream().orElseThrow());
    }

    private void enter(StreamLane lane, Entrance.Opening opening, Route.Stream stream) {
        int idBytes = opening.request()
                .lastEventId()
                .map(id -> id.getBytes(StandardCharsets.UTF_8).length)
                .orElse(0);
        if (idBytes > Event.MAX_ID_BYTES) {
            answers.refuse(
                    opening.exchange(),
                    400,
                    "last event id must be at most " + Event.MAX_ID_BYTES + " bytes: " + idBytes);
        } else {
            entrance.enter(lane, opening, stream);
        }
    }

    private void answer(
            StreamLane lane,
            Exchange exchange,
            ReceivedRequest request,
            Function<? super Request, Response> responder) {
        unanswered.enter();
        if (!executor.takes(() -> handBack(lane, exchange, responseOf(responder, request)))) {
            unanswered.leave();
            answers.refuseForNow(exchange, "the server has no room for another request");
        }
    }

    /** On the executor. */
    private void handBack(StreamLane lane, Exchange exchange, Response response) {
        try {
            lane.execute(() -> {
                try {
                    answers.respond(exchange, response);
                } finally {
                    unanswered.leave();
                }
            });
        } catch (Exception | Error notTaken) {
            unanswered.leave();
            LOG.log(System.Logger.Level.ERROR, "a lane did not take a response", notTaken);
        }
    }

    private static Response responseOf(Function<? super Request, Response> responder, ReceivedRequest request) {
        try {
            return Objects.requireNonNull(responder.apply(request), "responder must not return null");
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "a responder threw", failure);
            return Answers.problem(500, "the server failed");
        }
    }
}
