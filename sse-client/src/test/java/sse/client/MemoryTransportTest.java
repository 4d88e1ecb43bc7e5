package sse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.MessageEvent;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.ManualTicker;
import sse.testkit.TestServer;

/** A source and a server in memory: no sockets, no sleeping, one thread. */
class MemoryTransportTest {
    private final ManualTicker ticker = new ManualTicker();

    private TestServer server(Consumer<SseServer.Builder> settings) {
        return TestServer.start(builder -> {
            builder.ticker(ticker);
            settings.accept(builder);
        });
    }

    private EventSource.Builder source(TestServer server, String path) {
        return EventSource.builder(server.uri(path))
                .client(server.httpClient())
                .ticker(ticker)
                .executor(Runnable::run)
                .random(() -> 0);
    }

    private static Optional<String> poll(EventSource source) throws InterruptedException {
        return source.read(Duration.ZERO).map(MessageEvent::data);
    }

    @Test
    void resumesATopicWithoutGapOrDuplicate() throws InterruptedException {
        Topic topic = Topic.builder().ticker(ticker).build();
        List<EventStream> streams = new ArrayList<>();
        try (TestServer server = server(builder -> builder.stream("/news", stream -> {
                    streams.add(stream);
                    topic.subscribe(stream);
                }));
                EventSource source = source(server, "/news").build()) {
            assertThat(poll(source)).isEmpty();
            topic.publish(Event.of("one"));
            assertThat(poll(source)).contains("one");
            streams.get(0).close();
            topic.publish(Event.of("two"));
            assertThat(poll(source)).isEmpty();
            assertThat(source.state()).isEqualTo(SourceState.WAITING);

            ticker.advance(Duration.ofSeconds(3));
            topic.publish(Event.of("three"));

            assertThat(poll(source)).contains("two");
            assertThat(poll(source)).contains("three");
            assertThat(poll(source)).isEmpty();
            assertThat(streams).hasSize(2);
        }
    }

    @Test
    void resumesATopicOfWhichItHasHadNoEvent() throws InterruptedException {
        Topic topic = Topic.builder().ticker(ticker).build();
        topic.publish(Event.of("zero"));
        List<EventStream> streams = new ArrayList<>();
        try (TestServer server = server(builder -> builder.stream("/news", stream -> {
                    streams.add(stream);
                    topic.subscribe(stream);
                }));
                EventSource source = source(server, "/news").build()) {
            assertThat(poll(source)).isEmpty();
            streams.get(0).close();
            assertThat(poll(source)).isEmpty();
            assertThat(source.state()).isEqualTo(SourceState.WAITING);
            topic.publish(Event.of("one"));

            ticker.advance(Duration.ofSeconds(3));

            assertThat(poll(source)).contains("one");
            assertThat(source.statistics().events()).isEqualTo(1);
        }
    }

    @Test
    void deliversResumePointsIfToldSo() throws InterruptedException {
        try (TestServer server = server(builder -> builder.stream("/", stream -> {
                    stream.send(Event.of("resume-point", ""));
                    stream.send(Event.of("resume-point", "data"));
                    stream.send(Event.of("other", ""));
                }));
                EventSource source = source(server, "/").build();
                EventSource all = source(server, "/").resumePointType("").build();
                EventSource renamed =
                        source(server, "/").resumePointType("other").build()) {
            assertThat(poll(source)).contains("data");
            assertThat(poll(source)).contains("");
            assertThat(poll(all)).contains("");
            assertThat(poll(all)).contains("data");
            assertThat(poll(renamed)).contains("");
            assertThat(poll(renamed)).contains("data");
            assertThat(poll(renamed)).isEmpty();
        }
    }

    @Test
    void reconnectsAfterTheTimeOfTheServer() throws InterruptedException {
        try (TestServer server = server(builder -> builder.stream("/", stream -> {
                    stream.send(stream.lastEventId().orElse("first"));
                    stream.send(Event.of("x").withId("7"));
                    stream.close();
                }));
                EventSource source = source(server, "/").build()) {
            assertThat(poll(source)).contains("first");
            assertThat(poll(source)).contains("x");
            assertThat(source.state()).isEqualTo(SourceState.WAITING);
            ticker.advance(Duration.ofMillis(2999));
            assertThat(poll(source)).isEmpty();
            ticker.advance(Duration.ofMillis(1));
            assertThat(poll(source)).contains("7");
        }
    }

    @Test
    void findsTheServerAfterARestart() throws InterruptedException {
        TestServer first = server(builder -> builder.stream("/", stream -> stream.send("first")));
        int port = first.server().port();
        try (EventSource source = source(first, "/").build()) {
            assertThat(poll(source)).contains("first");
            first.close();
            ticker.advance(Duration.ofSeconds(3));
            assertThat(source.state()).isEqualTo(SourceState.WAITING);
            assertThat(source.statistics().lastError()).get().isInstanceOf(ConnectException.class);
            try (TestServer second =
                    server(builder -> builder.port(port).stream("/", stream -> stream.send("second")))) {
                ticker.advance(Duration.ofSeconds(6));
                assertThat(poll(source)).contains("second");
                assertThat(second.server().openStreams()).isEqualTo(1);
            }
        }
    }

    @Test
    void staysConnectedByHeartbeats() throws InterruptedException {
        List<String> comments = new ArrayList<>();
        StreamOptions heartbeat =
                StreamOptions.builder().heartbeat(Duration.ofSeconds(15)).build();
        try (TestServer server = server(builder -> builder.stream("/", heartbeat, stream -> {}));
                EventSource source = source(server, "/")
                        .idleTimeout(Duration.ofSeconds(45))
                        .observer(new SourceObserver() {
                            @Override
                            public void onComment(String text) {
                                comments.add(text);
                            }
                        })
                        .build()) {
            assertThat(poll(source)).isEmpty();
            ticker.advance(Duration.ofMinutes(10));

            assertThat(source.statistics().attempts()).isEqualTo(1);
            assertThat(comments).hasSizeGreaterThan(39);
        }
    }

    @Test
    void closesTheStreamOnTheServer() throws InterruptedException {
        try (TestServer server = server(builder -> builder.stream("/", stream -> {}))) {
            EventSource source = source(server, "/").build();
            assertThat(poll(source)).isEmpty();
            assertThat(server.server().openStreams()).isEqualTo(1);
            source.close();

            assertThat(server.server().openStreams()).isZero();
        }
    }

    @Test
    void showsTheContentOfARefusal() {
        try (TestServer server = server(builder -> builder.respond("/", request -> Response.text("not here")));
                EventSource source = source(server, "/").build()) {
            assertThatThrownBy(() -> poll(source))
                    .isInstanceOfSatisfying(
                            EventSourceException.class,
                            failure -> assertThat(failure.end().bodyText()).isEqualTo("not here"));
        }
    }
}
