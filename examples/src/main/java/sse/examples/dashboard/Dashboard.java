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
import sse.api.Request;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.Topic;
import sse.examples.Example;

/**
 * A page that draws what this JVM and its server do: a topic gets a reading each second and keeps those of five
 * minutes. A page that is new gets all of them, and one that comes back gets what it missed. Thread-safe; closed by
 * {@link #close()}.
 */
public final class Dashboard implements AutoCloseable {
    /** The example as {@code Main} starts it. */
    public static final Example EXAMPLE = new Example(
            "dashboard",
            Dashboard::start,
            List.of(new Example.Page("/", "the page"), new Example.Page("/readings", "the stream, to curl -N")));

    static final Duration PERIOD = Duration.ofSeconds(1);
    static final Duration RETAINED = Duration.ofMinutes(5);

    /** How long clients stay away after a hiccup: some readings are missed that the history then gives them. */
    private static final Duration HICCUP = Duration.ofSeconds(5);

    /** How many subscribers are added at a time. */
    private static final int SUBSCRIBERS = 1_000;

    private static final int RETAINED_READINGS = (int) RETAINED.dividedBy(PERIOD);
    private static final StreamOptions OPTIONS =
            StreamOptions.builder().retry(Duration.ofSeconds(1)).build();

    private final Topic topic;
    private final Assets assets = Assets.read();
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final SimulatedSubscribers simulated;
    private final Ticker ticker;

    // Written by whoever starts and closes it.
    private Ticker.Task task = () -> {};

    // Written by the ticker, read by any thread.
    private volatile String lastId = "";

    /**
     * Makes a dashboard that knows nothing yet.
     *
     * @param ticker gives it time
     */
    Dashboard(Ticker ticker) {
        this.ticker = ticker;
        this.simulated = new SimulatedSubscribers("/readings", () -> lastId);
        this.topic = Topic.builder()
                .history(RETAINED_READINGS, RETAINED)
                .replayOnSubscribe(RETAINED_READINGS)
                .ticker(ticker)
                .build();
    }

    private static SseServer start(SseServer.Builder builder) throws IOException {
        Dashboard dashboard = new Dashboard(Ticker.system());
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

    /** Takes readings of a server from now on, which has the paths; its streams get them. Called once. */
    void observe(SseServer server) {
        simulated.start(server.port());
        Readings readings = new Readings(server, simulated::wanted, ticker::nanoTime, InstantSource.system());
        task = ticker.every(PERIOD, () -> {
            lastId = topic.publish(Event.of("reading", readings.next().json()));
        });
    }

    /** Takes no more readings and simulates nobody. The server and its streams are not this one's to end. */
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
     * Ends every stream. Its client comes back with the id of the last reading it has, and gets those it has missed.
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

    /** Runs what a method stands for. */
    private static Response command(Request request, Map<String, Supplier<Response>> methods) {
        Supplier<Response> method = methods.get(request.method());
        if (method == null) {
            return Response.of(405).withHeader("Allow", String.join(", ", new TreeSet<>(methods.keySet())));
        }
        // A page from elsewhere cannot read the answer, but could ask.
        boolean fromElsewhere = request.headers()
                .first("Sec-Fetch-Site")
                .filter(site -> !site.equals("same-origin"))
                .isPresent();
        return fromElsewhere ? Response.of(403) : method.get();
    }
}
