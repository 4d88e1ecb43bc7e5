package sse.api.internal.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import sse.api.Admission;
import sse.api.AttributeKey;
import sse.api.Event;
import sse.api.Headers;
import sse.api.StreamOptions;
import sse.api.StreamRequest;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.executor.GuardedExecutor;
import sse.api.internal.http.Accepts;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.Route;
import sse.api.internal.jfr.JfrEvents;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamContext;
import sse.api.internal.stream.StreamLane;
import sse.api.spi.Exchange;
import sse.api.spi.Frame;

/**
 * Lets requests become streams while there are places. Runs on the request's lane and hands admissions to the executor.
 *
 * <pre>
 *  a place? ──no──> turned away: a stream that says "come back later", or 503
 *    | yes
 *  admission (executor) ── took none of it ──> place back, turned away
 *    |           └── no, or closing now ─────> place back, its response or turned away
 *    | yes
 *  open ── throws ──> gone
 *    |                 ^
 *  stream ── closed ───┘  place back
 * </pre>
 */
final class Entrance {
    private static final System.Logger LOG = System.getLogger("sse.api");

    /**
     * Set on a stream that could not be opened and is gone already, should its connection, if there is one, still come
     * to an end.
     */
    private static final AttributeKey<Unopened> UNOPENED = AttributeKey.of("sse.unopened", Unopened.class);

    // Immutable after construction.
    private final Answers answers;
    private final GuardedExecutor executor;
    private final Places places;
    private final StreamCounts counts;
    private final Observation observation;
    private final Map<Route.Stream, StreamContext> sites = new HashMap<>();
    private final StreamContext refusals;

    // Written by the thread that closes the server, read by lanes.
    private volatile boolean closing;

    Entrance(ServerSettings settings, Answers answers, CallbackExecutors threads, Places places, StreamCounts counts) {
        this.answers = answers;
        this.executor = threads.executor();
        this.places = places;
        this.counts = counts;
        Executor closeExecutor = threads.closeExecutor();
        this.observation = new Observation(settings.observer(), closeExecutor, settings.ticker());
        settings.routes()
                .streams()
                .forEach(stream -> sites.put(
                        stream,
                        new StreamContext(
                                stream.options(),
                                stream.handler(),
                                executor,
                                closeExecutor,
                                settings.ticker(),
                                this::gone)));
        this.refusals = new StreamContext(
                StreamOptions.defaults(), stream -> {}, executor, closeExecutor, settings.ticker(), stream -> {});
    }

    /** A request on its way to become a stream. */
    record Opening(Exchange exchange, ReceivedRequest request, Headers fields, Accepts accepts) {}

    /** Marks a stream; a type of our own keeps the key from being anybody else's. */
    private enum Unopened {
        MARK
    }

    /** Opens no more streams. */
    void close() {
        closing = true;
    }

    void enter(StreamLane lane, Opening opening, Route.Stream stream) {
        if (closing || !places.take(opening.request())) {
            shed(lane, opening);
            return;
        }
        Optional<Function<? super StreamRequest, Admission>> admission =
                stream.options().admission();
        if (admission.isEmpty()) {
            settle(lane, opening, stream, Admission.accept());
        } else if (!executor.takes(() -> admit(lane, opening, stream, admission.get()))) {
            places.giveBack(opening.request());
            shed(lane, opening);
        }
    }

    /** On the executor; throws nothing, so that the place has one owner. */
    private void admit(
            StreamLane lane,
            Opening opening,
            Route.Stream stream,
            Function<? super StreamRequest, Admission> admission) {
        Admission decision = decide(admission, opening.request());
        try {
            lane.execute(() -> settle(lane, opening, stream, decision));
        } catch (Exception | Error notTaken) {
            places.giveBack(opening.request());
            LOG.log(System.Logger.Level.ERROR, "a lane did not take the decision about a stream", notTaken);
        }
    }

    private static Admission decide(Function<? super StreamRequest, Admission> admission, ReceivedRequest request) {
        try {
            return Objects.requireNonNull(admission.apply(request), "admission must not return null");
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, "an admission threw", failure);
            return Admission.reject(Answers.problem(500, "the server failed"));
        }
    }

    /** The place becomes the stream's, or is given back. */
    private void settle(StreamLane lane, Opening opening, Route.Stream stream, Admission decision) {
        if (decision.isAccepted() && !closing) {
            open(lane, opening, Objects.requireNonNull(sites.get(stream)));
            return;
        }
        places.giveBack(opening.request());
        if (decision.isAccepted()) {
            shed(lane, opening);
        } else {
            answers.respond(opening.exchange(), decision.response());
        }
    }

    private void open(StreamLane lane, Opening opening, StreamContext site) {
        ServerEventStream opened = new ServerEventStream(lane, site, opening.request());
        counts.countOpened();
        try {
            observation.opened(opened);
            opened.open(opening.exchange(), opening.fields());
        } catch (Exception | Error failure) {
            opened.closed();
            opened.setAttribute(UNOPENED, Unopened.MARK);
            throw failure;
        }
    }

    private void gone(ServerEventStream stream) {
        if (stream.attribute(UNOPENED).isPresent()) {
            return;
        }
        try {
            counts.countClosed(stream.closeReason().orElseThrow());
            observation.closed(stream);
        } finally {
            places.giveBack(stream.request());
        }
    }

    /**
     * Asks a client to come back later. A browser's {@code EventSource} gives up for good on any status but 200, so one
     * that asks for an event stream gets one that holds only a reconnection time.
     */
    private void shed(StreamLane lane, Opening opening) {
        counts.countShed();
        JfrEvents.shed(opening.request());
        observation.shed(opening.request());
        if (opening.accepts() == Accepts.BY_NAME) {
            long millis = ThreadLocalRandom.current().nextLong(5_000, 15_001);
            Frame retry = Frame.of(Event.retry(Duration.ofMillis(millis)));
            new ServerEventStream(lane, refusals, opening.request())
                    .openAndEnd(opening.exchange(), opening.fields(), retry);
        } else {
            answers.refuseForNow(opening.exchange(), "the server has no room for another stream");
        }
    }
}
