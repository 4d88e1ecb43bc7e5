package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Hub;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
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

    @Test
    void refusesGetThatWantsNoStream() {
        try (TestServer server = TestServer.start(ComingFromTest::news)) {
            Headers any = Headers.of("Accept", "*/*");

            assertThat(server.request("GET", "/news", any, "").status()).isEqualTo(405);
        }
    }

    private static void news(SseServer.Builder builder) {
        Topic news = Topic.builder().build();
        builder.stream("/news", news);
        builder.respond("/news", request -> {
            if (!request.method().equals("POST")) {
                return Response.of(405).withHeader("Allow", "POST");
            }
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
    void resumesByOwnIds() {
        NavigableMap<String, String> log = new TreeMap<>(Map.of("1", "one", "2", "two"));
        try (TestServer server = TestServer.start(builder -> log(builder, log));
                TestStream first = server.connect("/log");
                TestStream resumed = server.client().withLastEventId("1").connect("/log")) {
            assertThat(first).receives("one", "two");
            assertThat(resumed).receives("two");
        }
    }

    private static void log(SseServer.Builder builder, NavigableMap<String, String> log) {
        builder.stream("/log", stream -> {
            String seen = stream.lastEventId().orElse("");
            log.tailMap(seen, false)
                    .forEach((id, line) -> stream.send(Event.of(line).withId(id)));
        });
    }

    @Test
    void subscribesToExistingOrders() {
        List<Hub> hubs = new ArrayList<>();
        try (TestServer server = TestServer.start(builder -> hubs.add(orders(builder, Set.of("7", "8")::contains)));
                TestStream seven = server.connect("/orders/7/events");
                TestStream eight = server.connect("/orders/8/events")) {
            Hub orders = hubs.get(0);
            orders.topic("7").publish(Event.of("paid"));
            orders.topic("8").publish(Event.of("sent"));

            assertThat(seven).receives("paid");
            assertThat(eight).receives("sent");
            assertThat(server.request("GET", "/orders/9/events", Headers.empty(), "")
                            .status())
                    .isEqualTo(404);
        }
    }

    private static Hub orders(SseServer.Builder builder, Predicate<String> exists) {
        Hub orders = Hub.builder().build();
        StreamOptions existing = StreamOptions.builder()
                .admission(request ->
                        exists.test(request.pathParameter("id")) ? Admission.accept() : Admission.reject(404))
                .build();
        builder.stream("/orders/{id}/events", existing, stream -> {
            orders.topic(stream.request().pathParameter("id")).subscribe(stream);
        });
        return orders;
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
