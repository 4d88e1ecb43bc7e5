package sse.examples;

import java.net.URI;
import java.util.List;
import sse.api.Event;
import sse.api.MessageEvent;
import sse.api.SseServer;
import sse.api.Topic;
import sse.client.EventSource;

/**
 * Reads the stream of another server, and serves its events to clients of its own: one connection there, any number
 * here. When the other server is away, clients stay connected, and continue when it has returned.
 */
public final class Relay {
    static final Example EXAMPLE = new Example(
            "relay",
            builder -> addTo(builder, EventSource.builder(upstream())).start(),
            List.of(new Example.Page("/", "the stream of -Dupstream, to curl -N")));

    private Relay() {}

    /** Adds the path, and starts to read. */
    static SseServer.Builder addTo(SseServer.Builder builder, EventSource.Builder upstream) {
        Topic topic = Topic.builder().build();
        upstream.onEvent(event -> topic.publish(copy(event))).build().start();
        return builder.stream("/", topic);
    }

    private static URI upstream() {
        return URI.create(System.getProperty("upstream", "http://localhost:8080/"));
    }

    /** The topic gives ids of its own: those of the other server are its own affair. */
    private static Event copy(MessageEvent event) {
        return Event.of(event.type(), event.data());
    }
}
