package sse.api.internal.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import sse.api.Admission;
import sse.api.Event;
import sse.api.Frame;
import sse.api.Headers;
import sse.api.Request;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.api.StreamRequest;
import sse.api.internal.flight.Flight;
import sse.api.internal.http.Accepts;
import sse.api.internal.http.CorsProtocol;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Route;
import sse.api.internal.http.Routes;
import sse.api.internal.stream.OpenStream;
import sse.api.internal.stream.StreamLane;
import sse.api.internal.stream.StreamSite;
import sse.api.spi.Exchange;

/**
 * Decides what a request gets: a stream, a response of the user's, or a refusal. Runs on the request's lane and hands user code to the executor.
 *
 * <pre>
 *  target ─ 400      route ─ 404      preflight ─ 204
 *                      |
 *     GET, and the path streams, and Accept wants it?  ──no──> responder ─ or 405, 406
 *                      | yes
 *     room? ──no──> a stream that says "come back later", or 503
 *                      | yes
 *     admission (executor) ──no──> its response
 *                      | yes
 *                    stream
 * </pre>
 */
final class Dispatcher {
    private static final System.Logger LOG = System.getLogger("sse.api");
    private static final int LONGEST_LAST_EVENT_ID = 1024;
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
    private final Executor executor;
    private final Count count;
    private final StreamsByAddress byAddress;
    private final StreamCounts counts;
    private final Observation observation;
    private final Map<Route.Stream, StreamSite> sites = new HashMap<>();
    private final StreamSite refusals;

    // Written by the thread that closes the server, read by lanes.
    private volatile boolean closing;

    Dispatcher(ServerSettings settings, Executor executor, Executor closeExecutor, Count count, StreamCounts counts) {
        this.routes = settings.routes();
        this.cors = new CorsProtocol(settings.cors());
        this.executor = executor;
        this.count = count;
        this.byAddress = new StreamsByAddress(settings.maxStreamsPerAddress());
        this.counts = counts;
        this.observation = new Observation(settings.observer(), closeExecutor, settings.ticker());
        routes.streams()
                .forEach(stream -> sites.put(
                        stream,
                        new StreamSite(
                                stream.options(),
                                stream.handler(),
                                executor,
                                closeExecutor,
                                settings.ticker(),
                                this::gone)));
        this.refusals = new StreamSite(
                StreamOptions.defaults(), stream -> {}, executor, closeExecutor, settings.ticker(), stream -> {});
    }

    /** Opens no more streams. */
    void close() {
        closing = true;
    }

    void dispatch(StreamLane lane, Exchange exchange) {
        if (exchange.target().equals("*") && exchange.method().equals("OPTIONS")) {
            exchange.respond(Response.of(204));
            return;
        }
        Optional<RequestTarget> target = RequestTarget.parse(exchange.target());
        if (target.isEmpty()) {
            refuse(exchange, 400, "target must be a path, percent-encoded UTF-8, or an http URI");
            return;
        }
        Optional<Routes.Match> match = routes.match(target.get().segments());
        if (match.isEmpty()) {
            refuse(exchange, 404, "nothing is at this path");
            return;
        }
        Route route = match.get().route();
        String corsMethods = route.responder().isPresent() ? CORS_ALL_METHODS : CORS_STREAM_METHODS;
        Optional<Response> preflight = cors.preflight(exchange.method(), exchange.headers(), corsMethods);
        if (preflight.isPresent()) {
            respond(exchange, preflight.get());
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
            respond(exchange, Response.of(204).withHeader("Allow", STREAM_METHODS));
            return;
        } else if (!reads) {
            Response notAllowed = problem(405, "method must be one of " + STREAM_METHODS);
            respond(exchange, notAllowed.withHeader("Allow", STREAM_METHODS));
            return;
        } else if (accepts == Accepts.NOT) {
            refuse(exchange, 406, "this path has only text/event-stream");
            return;
        }
        Headers fields = STREAM_FIELDS.toBuilder()
                .addAll(cors.fieldsFor(request.headers()))
                .build();
        if (request.method().equals("HEAD")) {
            exchange.respond(Response.of(200).withHeaders(fields));
            return;
        }
        admit(
                lane,
                new Opening(exchange, request, fields, accepts),
                route.stream().orElseThrow());
    }

    /** A request on its way to become a stream. */
    private record Opening(Exchange exchange, ReceivedRequest request, Headers fields, Accepts accepts) {}

    private void admit(StreamLane lane, Opening opening, Route.Stream stream) {
        int idBytes = opening.request()
                .lastEventId()
                .map(id -> id.getBytes(StandardCharsets.UTF_8).length)
                .orElse(0);
        if (idBytes > LONGEST_LAST_EVENT_ID) {
            refuse(
                    opening.exchange(),
                    400,
                    "last event id must be at most " + LONGEST_LAST_EVENT_ID + " bytes: " + idBytes);
        } else if (closing || !enter(opening.request())) {
            sendAway(lane, opening);
        } else if (stream.options().admission().isEmpty()) {
            open(lane, opening, stream);
        } else {
            executor.execute(() -> {
                Admission decision = decide(stream.options().admission().get(), opening.request());
                lane.execute(() -> {
                    if (decision.isAccepted()) {
                        open(lane, opening, stream);
                    } else {
                        leave(opening.request());
                        respond(opening.exchange(), decision.response());
                    }
                });
            });
        }
    }

    private boolean enter(StreamRequest request) {
        if (!byAddress.enter(request.remoteAddress())) {
            return false;
        }
        if (!count.enter()) {
            byAddress.leave(request.remoteAddress());
            return false;
        }
        return true;
    }

    private void leave(StreamRequest request) {
        byAddress.leave(request.remoteAddress());
        count.leave();
    }

    private void gone(OpenStream stream) {
        counts.countClosed(stream.closeReason().orElseThrow());
        observation.closed(stream);
        leave(stream.request());
    }

    private void open(StreamLane lane, Opening opening, Route.Stream stream) {
        if (closing) {
            leave(opening.request());
            sendAway(lane, opening);
            return;
        }
        counts.countOpened();
        StreamSite site = Objects.requireNonNull(sites.get(stream));
        OpenStream opened = new OpenStream(lane, site, opening.request());
        observation.opened(opened);
        opened.open(opening.exchange(), opening.fields());
    }

    /**
     * Asks a client to come back later. A browser's {@code EventSource} gives up for good on any status but 200, so one that asks for an event stream gets
     * one that holds only a reconnection time.
     */
    private void sendAway(StreamLane lane, Opening opening) {
        counts.countTurnedAway();
        Flight.turnedAway(opening.request());
        observation.turnedAway(opening.request());
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (opening.accepts() == Accepts.BY_NAME) {
            Frame retry = Frame.of(Event.retry(Duration.ofMillis(random.nextLong(5_000, 15_001))));
            new OpenStream(lane, refusals, opening.request()).openAndEnd(opening.exchange(), opening.fields(), retry);
        } else {
            Response full = problem(503, "the server has no room for another stream");
            respond(opening.exchange(), full.withHeader("Retry-After", Integer.toString(random.nextInt(5, 16))));
        }
    }

    private static Admission decide(Function<? super StreamRequest, Admission> admission, ReceivedRequest request) {
        try {
            return Objects.requireNonNull(admission.apply(request), "admission must not return null");
        } catch (RuntimeException | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "an admission threw", failure);
            return Admission.reject(problem(500, "the server failed"));
        }
    }

    private void answer(
            StreamLane lane,
            Exchange exchange,
            ReceivedRequest request,
            Function<? super Request, Response> responder) {
        executor.execute(() -> {
            Response response = responseOf(responder, request);
            lane.execute(() -> respond(exchange, response));
        });
    }

    private static Response responseOf(Function<? super Request, Response> responder, ReceivedRequest request) {
        try {
            return Objects.requireNonNull(responder.apply(request), "responder must not return null");
        } catch (RuntimeException | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "a responder threw", failure);
            return problem(500, "the server failed");
        }
    }

    private void refuse(Exchange exchange, int status, String rule) {
        respond(exchange, problem(status, rule));
    }

    private static Response problem(int status, String rule) {
        return Response.text(rule + "\n").withStatus(status);
    }

    private void respond(Exchange exchange, Response response) {
        exchange.respond(response.withHeaders(cors.fieldsFor(exchange.headers())));
    }
}
