package sse.examples.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Hub;
import sse.api.Request;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.Topic;
import sse.examples.Example;
import sse.examples.Hubs;

/**
 * A page with live charts of this JVM and its server: a topic publishes a reading each second and retains those of five
 * minutes, also over a restart if the hub has a history. A new page receives all of them, a reconnecting one what it
 * missed. Thread-safe; closed by {@link #close()}.
 */
public final class Dashboard implements AutoCloseable {
    /** The example as {@code Main} starts it. */
    public static final Example EXAMPLE = new Example(
            "dashboard",
            Dashboard::start,
            List.of(new Example.Page("/", "the page"), new Example.Page("/readings", "the stream, to curl -N")));

    static final Duration PERIOD = Duration.ofSeconds(1);
    static final Duration RETAINED = Duration.ofMinutes(5);

    /** How long clients are disconnected by a hiccup: the history replays the readings of that time. */
    private static final Duration HICCUP = Duration.ofSeconds(5);

    /** How many subscribers are added at a time. */
    private static final int SUBSCRIBERS = 1_000;

    private static final int RETAINED_READINGS = (int) RETAINED.dividedBy(PERIOD);
    private static final StreamOptions OPTIONS = StreamOptions.builder()
            .retry(Duration.ofSeconds(1))
            .lastEventIdParameter("after")
            .build();

    private final Topic topic;
    private final Assets assets = Assets.read();
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final SimulatedSubscribers simulated;
    private final Ticker ticker;

    // Written by the thread that starts and closes it.
    private Ticker.Task task = () -> {};

    // Written by the ticker, read by any thread.
    private volatile String lastId = "";

    /**
     * Creates a dashboard without readings.
     *
     * @param ticker its time
     * @param hub the owner of its topic
     */
    Dashboard(Ticker ticker, Hub hub) {
        this.ticker = ticker;
        this.simulated = new SimulatedSubscribers("/readings", () -> lastId);
        this.topic = hub.topic(
                "readings",
                settings -> settings.history(RETAINED_READINGS, RETAINED)
                        .replayOnSubscribe(RETAINED_READINGS)
                        .ticker(ticker));
    }

    private static SseServer start(SseServer.Builder builder) throws IOException {
        Dashboard dashboard = new Dashboard(Ticker.system(), Hubs.open());
        SseServer server = dashboard.addTo(builder).start();
        dashboard.observe(server);
        Thread end = new Thread(() -> dashboard.closeWith(server), "dashboard-end");
        end.setDaemon(true);
        end.start();
        return server;
    }

    /** Adds the paths to a server. */
    SseServer.Builder addTo(SseServer.Builder builder) {
        builder.stream("/readings", OPTIONS, this::subscribe);
        builder.respond("/", request -> assets.answer(request, "dashboard.html"));
        builder.respond("/assets/{name}", request -> assets.answer(request, request.pathParameter("name")));
        builder.respond(
                "/subscribers",
                request -> command(request, Map.of("POST", this::addSubscribers, "DELETE", this::removeSubscribers)));
        builder.respond("/hiccup", request -> command(request, Map.of("POST", this::hiccup)));
        return builder;
    }

    /** Takes readings of a server from now on and publishes them. Called once, with a server that has the paths. */
    void observe(SseServer server) {
        simulated.start(server.port());
        Readings readings = new Readings(server, simulated::wanted, ticker::nanoTime, InstantSource.system());
        task = ticker.every(PERIOD, () -> {
            Event reading = Event.of("reading", readings.next().json());
            topic.publishAsync(reading).thenAccept(id -> lastId = id);
        });
    }

    /** Takes no more readings and removes the simulated subscribers. The server goes on. */
    @Override
    public void close() {
        task.cancel();
        simulated.close();
    }

    private void closeWith(SseServer server) {
        try {
            server.awaitClose();
        } catch (InterruptedException notAwaited) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private void subscribe(EventStream stream) {
        streams.add(stream);
        stream.onClose(reason -> streams.remove(stream));
        topic.subscribe(stream);
    }

    /**
     * Closes every stream. Clients reconnect with the id of the last reading they have, and receive those they missed.
     */
    private Response hiccup() {
        for (EventStream stream : streams) {
            stream.send(Event.retry(HICCUP));
            stream.close();
        }
        return Response.of(204);
    }

    private Response addSubscribers() {
        if (simulated.add(SUBSCRIBERS)) {
            return Response.of(204);
        }
        return Response.text(simulated.bound()).withStatus(409);
    }

    private Response removeSubscribers() {
        simulated.removeAll();
        return Response.of(204);
    }

    /** Runs the command of a request's method. */
    private static Response command(Request request, Map<String, Supplier<Response>> methods) {
        Supplier<Response> method = methods.get(request.method());
        if (method == null) {
            return Response.of(405).withHeader("Allow", String.join(", ", new TreeSet<>(methods.keySet())));
        }
        // A page of another origin cannot read the response, but could send the request.
        boolean fromOtherOrigin = request.headers()
                .first("Sec-Fetch-Site")
                .filter(site -> !site.equals("same-origin"))
                .isPresent();
        return fromOtherOrigin ? Response.of(403) : method.get();
    }
}
