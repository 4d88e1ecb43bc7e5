package sse.integration.guides;

import static sse.testkit.SseAssertions.assertThat;

import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.Topic;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The test in {@code docs/getting-started.md}; its program is compiled from the page. */
class GettingStartedTest {
    @Test
    void sendsRecentMessagesFirst() {
        Topic messages = Topic.builder().replayOnSubscribe(20).build();
        messages.publish(Event.of("before"));
        try (TestServer server = TestServer.start(builder -> builder.stream("/messages", messages));
                TestStream client = server.connect("/messages")) {
            messages.publish(Event.of("after"));

            assertThat(client).receives("before", "after");
        }
    }
}
