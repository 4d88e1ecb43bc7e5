package sse.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.Ticker;
import sse.api.Topic;

/**
 * Sends an event every two seconds to each client that asks for an event stream, and answers {@code ok} to the others.
 * A page shows the events as they arrive, and the number of its viewers. With a history the events are those of one
 * topic, which goes on when the program is started again.
 */
public final class Ticks {
    static final Example EXAMPLE = new Example(
            "ticks",
            Ticks::start,
            List.of(
                    new Example.Page("/demo", "the page"),
                    new Example.Page("/", "the stream, to curl -N -H 'Accept: text/event-stream'")));

    private static final Duration PERIOD = Duration.ofSeconds(2);

    private Ticks() {}

    private static SseServer start(SseServer.Builder builder) throws IOException {
        if (!Hubs.isDurable()) {
            return addTo(builder).start();
        }
        Topic topic = Hubs.open().topic("ticks");
        Event hello = Event.of("message", "hello");
        Ticker.system().every(PERIOD, () -> topic.publishAsync(hello));
        return addTo(builder, topic).start();
    }

    /**
     * Adds the example's paths to a server.
     *
     * @param builder a builder without any of them
     * @return the builder
     */
    public static SseServer.Builder addTo(SseServer.Builder builder) {
        return addTo(builder, Ticks::tick);
    }

    private static SseServer.Builder addTo(SseServer.Builder builder, StreamHandler ticks) {
        String page = resource("demo.html");
        Response script =
                Response.of("text/javascript; charset=utf-8", listenScript().getBytes(StandardCharsets.UTF_8));
        StreamOptions resumable =
                StreamOptions.builder().lastEventIdParameter("after").build();
        builder.stream("/", resumable, ticks);
        builder.respond("/", request -> Response.text("ok"));
        builder.stream("/viewers", new Viewers());
        builder.respond("/listen.js", request -> script);
        return builder.respond("/demo", request -> Response.html(page));
    }

    /** Returns the module of the pages that receives a stream in every browser. */
    public static String listenScript() {
        return resource("listen.js");
    }

    /** Continues from the last event that the client has seen. The timer ends with the stream. */
    static void tick(EventStream stream) {
        AtomicLong id = new AtomicLong(lastId(stream));
        Event hello = Event.of("message", "hello");
        stream.every(PERIOD, () -> hello.withId(Long.toString(id.incrementAndGet())));
    }

    /** Returns zero for an id that is not one of ours: the client chooses it. */
    private static long lastId(EventStream stream) {
        return stream.lastEventId()
                .filter(id -> id.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static String resource(String name) {
        try (InputStream in = Ticks.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource must be in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
