package sse.examples;

import static sse.testkit.SseAssertions.assertThat;

import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.Topic;
import sse.client.EventSource;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

class RelayTest {
    @Test
    void passesEventsOn() {
        Topic upstream = Topic.builder().build();
        try (TestServer server = TestServer.start(builder -> builder.stream("/", upstream));
                TestServer relay = TestServer.start(builder -> Relay.addTo(
                        builder,
                        EventSource.builder(server.uri("/"))
                                .client(server.httpClient())
                                .executor(Runnable::run)));
                TestStream client = relay.connect("/")) {
            upstream.publish(Event.of("tick", "one"));

            assertThat(client).nextEvent().hasType("tick").hasData("one");
        }
    }
}
