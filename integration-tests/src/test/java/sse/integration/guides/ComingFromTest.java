package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.Topic;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** This library's side of {@code docs/coming-from.md}. */
class ComingFromTest {
    @Test
    void broadcastsNews() {
        try (TestServer server = TestServer.start(ComingFromTest::news);
                TestStream client = server.connect("/news")) {
            assertThat(server.request("POST", "/news", Headers.empty(), "hello").status())
                    .isEqualTo(204);
            assertThat(client).nextEvent().hasType("news").hasData("hello");
        }
    }

    private static void news(SseServer.Builder builder) {
        Topic news = Topic.builder().build();
        builder.stream("/news", news);
        builder.respond("/news", request -> {
            news.publish(Event.of("news", request.text()));
            return Response.of(204);
        });
    }

    @Test
    void sendsOneReport() {
        try (TestServer server = TestServer.start(builder -> report(builder, List.of("one", "two")));
                TestStream client = server.connect("/report")) {
            assertThat(client).receives("one", "two", "").ends(StreamEnd.COMPLETE);
        }
    }

    private static void report(SseServer.Builder builder, Iterable<String> lines) {
        builder.stream("/report", stream -> {
            for (String line : lines) {
                stream.send(Event.of("line", line), Duration.ofMinutes(1)); // waits while the client is slow
            }
            stream.send(Event.of("done", ""));
            stream.close();
        });
    }

    @Test
    void sendsPublisher() {
        try (SubmissionPublisher<Event> publisher = new SubmissionPublisher<>(Runnable::run, 16);
                TestServer server = TestServer.start(builder -> prices(builder, publisher));
                TestStream client = server.connect("/prices")) {
            publisher.submit(Event.of("17"));
            assertThat(client).receives("17");
        }
    }

    private static void prices(SseServer.Builder builder, SubmissionPublisher<Event> prices) {
        builder.stream("/prices", stream -> stream.sendAll(prices));
    }

    @Test
    void welcomesAndSubscribes() {
        Topic news = Topic.builder().build();
        try (TestServer server = TestServer.start(builder -> welcome(builder, news));
                TestStream client = server.connect("/news")) {
            news.publish(Event.of("later"));
            assertThat(client).receives("hello", "later");
        }
    }

    private static void welcome(SseServer.Builder builder, Topic news) {
        builder.stream("/news", stream -> {
            stream.send(Event.of("welcome", "hello"));
            news.subscribe(stream);
        });
    }
}
