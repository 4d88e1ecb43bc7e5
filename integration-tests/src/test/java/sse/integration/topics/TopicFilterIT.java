package sse.integration.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.MessageEvent;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.fixtures.Waiting;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Subscribers with a filter, and subscribers of a closed topic. */
class TopicFilterIT {
    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void sendsEventsThatFilterAccepts(Transport transport) {
        Topic topic = Topic.builder().build();
        try (TestServer server = TestServer.start(
                        transport,
                        builder -> builder.closeTimeout(Duration.ZERO).stream(
                                "/", stream -> topic.subscribeFiltered(stream, TopicFilterIT::isEven)));
                TestStream client = server.connect("/")) {
            Waiting.until("subscribed", () -> topic.subscribers() == 1);
            List<String> ids = topic.publishAll(
                    List.of(Event.of("0"), Event.of("1"), Event.of("2"), Event.of("3"), Event.of("4")));

            assertThat(client.nextEvents(3).stream().map(MessageEvent::data)).containsExactly("0", "2", "4");
            assertThat(client.lastEventId()).isEqualTo(ids.get(4));
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void filtersEventsOfSeveralTopics(Transport transport) {
        Topic first = Topic.builder().build();
        Topic second = Topic.builder().build();
        try (TestServer server = TestServer.start(
                        transport,
                        builder -> builder.closeTimeout(Duration.ZERO).stream(
                                "/",
                                stream -> Topic.subscribeFiltered(
                                        stream, List.of(first, second), TopicFilterIT::isEven)));
                TestStream client = server.connect("/")) {
            Waiting.until("subscribed", () -> second.subscribers() == 1);
            first.publish(Event.of("0"));
            second.publish(Event.of("1"));
            second.publish(Event.of("2"));
            first.publish(Event.of("3"));
            first.publish(Event.of("4"));

            assertThat(client.nextEvents(3).stream().map(MessageEvent::data)).containsExactly("0", "2", "4");
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void closesStreamHandledByClosedTopic(Transport transport) {
        Topic topic = Topic.builder().build();
        topic.close();
        try (TestServer server = TestServer.start(transport, builder -> builder.stream("/", topic));
                TestStream client = server.connect("/")) {
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            Waiting.until(
                    "closed", () -> server.server().statistics().closedStreams().get(CloseReason.COMPLETED) == 1);
        }
    }

    private static boolean isEven(Event event) {
        return Integer.parseInt(event.data().orElseThrow()) % 2 == 0;
    }
}
