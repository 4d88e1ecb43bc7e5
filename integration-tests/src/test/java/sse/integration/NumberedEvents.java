package sse.integration;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import sse.api.Event;
import sse.api.StreamHandler;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.testkit.TestClient;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Events whose data are numbers, a server for a topic, and clients that have subscribed when they are returned. */
final class NumberedEvents {
    private NumberedEvents() {}

    static TestServer serve(Transport transport, StreamHandler handler) {
        return TestServer.start(transport, builder -> builder.closeTimeout(Duration.ZERO).stream("/", handler));
    }

    static TestStream connect(TestServer server, Topic topic) {
        return connect(server.client(), topic);
    }

    static TestStream connect(TestClient client, Topic topic) {
        int before = topic.subscribers();
        TestStream stream = client.connect("/");
        Waiting.until("subscribed", () -> topic.subscribers() == before + 1);
        return stream;
    }

    /** Publishes one event for each number and returns their ids. */
    static List<String> publish(Topic topic, int from, int to) {
        return numbers(from, to).stream()
                .map(data -> topic.publish(Event.of(data)))
                .toList();
    }

    static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
