package sse.integration.guides;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.Event;
import sse.api.MessageEvent;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.client.Disconnection;
import sse.client.EndReason;
import sse.client.EventSource;
import sse.client.EventSourceException;
import sse.client.ReconnectDecision;
import sse.client.ReconnectPolicy;
import sse.client.ResponseHead;
import sse.client.SourceObserver;
import sse.client.SourceState;
import sse.nio.NioTransport;
import sse.testkit.ManualTicker;
import sse.testkit.TestServer;

/** The code of {@code docs/guides/client.md}. */
class ClientGuideTest {
    private static final StreamHandler NEWS = stream -> {
        stream.send(Event.builder()
                .type("news")
                .data("one")
                .id("1")
                .retry(Duration.ofMillis(1))
                .build());
        stream.send(Event.of("two").withId("2"));
        stream.close();
    };

    private static final byte[] FIRST = "retry: 1\nid: 1\ndata: one\n\n".getBytes(StandardCharsets.UTF_8);

    /** Stops a client that has had everything. */
    private static final StreamOptions ONCE = StreamOptions.builder()
            .admission(request -> request.headers().contains("Last-Event-ID") ? Admission.stop() : Admission.accept())
            .build();

    private final List<String> received = new ArrayList<>();

    private static TestServer server() {
        return TestServer.start(new NioTransport(), builder -> builder.stream("/news", ONCE, NEWS));
    }

    private void handle(MessageEvent event) {
        received.add(event.data());
    }

    private void reload(MessageEvent event) {
        received.add("reload");
    }

    @Test
    void iterates() {
        try (TestServer server = server()) {
            URI uri = server.uri("/news");
            try (EventSource source = EventSource.builder(uri).build()) {
                for (MessageEvent event : source) {
                    handle(event);
                }
            }
            assertThat(received).containsExactly("one", "two");
        }
    }

    @Test
    void readsWithTimeout() throws InterruptedException {
        try (TestServer server = server();
                EventSource source = EventSource.builder(server.uri("/news")).build()) {
            while (source.state() != SourceState.CLOSED) {
                Optional<MessageEvent> event = source.read(Duration.ofSeconds(5));
                event.ifPresent(this::handle);
            }
            assertThat(received).containsExactly("one", "two");
        }
    }

    @Test
    void listensByType() throws Exception {
        StreamHandler newsBehindGap = stream -> {
            stream.send(Event.of("gap", "some are lost"));
            NEWS.onOpen(stream);
        };
        try (TestServer server =
                TestServer.start(new NioTransport(), builder -> builder.stream("/news", ONCE, newsBehindGap))) {
            URI uri = server.uri("/news");
            try (EventSource source = EventSource.builder(uri)
                    .onEvent("gap", this::reload)
                    .onEvent(this::handle)
                    .build()
                    .start()) {
                source.end().get(20, SECONDS);
            }
            assertThat(received).containsExactly("reload", "one", "two");
        }
    }

    @Test
    void subscribes() throws Exception {
        CompletableFuture<Void> completed = new CompletableFuture<>();
        try (TestServer server = server();
                EventSource source = EventSource.builder(server.uri("/news")).build()) {
            Flow.Publisher<MessageEvent> events = source;
            events.subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(MessageEvent event) {
                    handle(event);
                }

                @Override
                public void onError(Throwable failure) {
                    completed.completeExceptionally(failure);
                }

                @Override
                public void onComplete() {
                    completed.complete(null);
                }
            });
            // Not the end of the source, which may come before the last event is received.
            completed.get(20, SECONDS);
            assertThat(received).containsExactly("one", "two");
        }
    }

    @Test
    void startsWhereItStopped() {
        String stored = "2";
        Consumer<String> store = received::add;
        List<Optional<String>> resumed = new CopyOnWriteArrayList<>();
        StreamHandler remembered = stream -> {
            resumed.add(stream.lastEventId());
            NEWS.onOpen(stream);
        };
        try (TestServer server = TestServer.start(new NioTransport(), builder -> builder.stream("/news", remembered))) {
            URI uri = server.uri("/news");
            try (EventSource source =
                    EventSource.builder(uri).lastEventId(stored).build()) {
                for (MessageEvent event : source) {
                    handle(event);
                    store.accept(event.lastEventId());
                    if (event.data().equals("two")) {
                        break;
                    }
                }
            }
        }
        assertThat(received).containsExactly("one", "1", "two", "2");
        assertThat(resumed).containsExactly(Optional.of("2"));
    }

    @Test
    void refreshesToken() {
        Tokens tokens = new Tokens();
        try (TestServer server = TestServer.start(
                new NioTransport(),
                builder -> builder.stream(
                        "/news",
                        StreamOptions.builder()
                                .admission(request ->
                                        request.headers().all("Authorization").contains("Bearer 2")
                                                ? Admission.accept()
                                                : Admission.reject(401))
                                .build(),
                        NEWS))) {
            URI uri = server.uri("/news");
            EventSource source = EventSource.builder(uri)
                    .header("Authorization", attempt -> {
                        if (attempt.wasUnauthorized()) {
                            tokens.renew();
                        }
                        return "Bearer " + tokens.current();
                    })
                    .build();
            try (source) {
                assertThat(source.iterator().next().data()).isEqualTo("one");
            }
        }
    }

    private static final class Tokens {
        private int number = 1;

        void renew() {
            number++;
        }

        String current() {
            return Integer.toString(number);
        }
    }

    @Test
    void asksByPost() {
        String json = "{\"stream\":true}";
        RequestOptions posts = RequestOptions.builder()
                .methods("POST")
                .contentTypes("application/json")
                .build();
        try (TestServer server = TestServer.start(
                new NioTransport(),
                builder -> builder.respond(
                        "/chat",
                        posts,
                        request -> Response.of(
                                "text/event-stream",
                                ("data: " + request.text() + "\n\n").getBytes(StandardCharsets.UTF_8))))) {
            URI uri = server.uri("/chat");
            EventSource answer = EventSource.builder(uri)
                    .method("POST")
                    .header("Content-Type", "application/json")
                    .body(json)
                    .build();
            try (answer) {
                answer.forEach(this::handle);
            }
            assertThat(received).containsExactly(json);
        }
    }

    @Test
    void asksByQuery() {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (TestServer server = TestServer.start(
                new NioTransport(),
                builder -> builder.respond("/news", RequestOptions.methods("QUERY"), request -> {
                    asked.add(request.queryParameters("after") + " " + request.text());
                    return asked.size() == 1 ? Response.of("text/event-stream", FIRST) : Response.of(204);
                }))) {
            URI uri = server.uri("/news");
            EventSource source = EventSource.builder(uri)
                    .uri(attempt -> URI.create(uri + "?after=" + attempt.lastEventId()))
                    .method("QUERY")
                    .body(attempt -> BodyPublishers.ofString("after: " + attempt.lastEventId()))
                    .build();
            try (source) {
                source.forEach(this::handle);
            }
            assertThat(received).containsExactly("one");
            assertThat(asked).containsExactly("[] after: ", "[1] after: 1");
        }
    }

    @Test
    void waitsWhileBeingDeployed() {
        ReconnectPolicy policy = disconnection -> {
            int status = disconnection.response().map(ResponseHead::status).orElse(0);
            return status == 404 && disconnection.failures() < 10
                    ? ReconnectDecision.after(Duration.ofSeconds(5))
                    : disconnection.recommended();
        };
        ManualTicker ticker = new ManualTicker();
        try (TestServer server = TestServer.start(builder -> builder.respond("/", request -> Response.text("")));
                EventSource source = EventSource.builder(server.uri("/news"))
                        .reconnectPolicy(policy)
                        .client(server.httpClient())
                        .ticker(ticker)
                        .executor(Runnable::run)
                        .build()) {
            source.subscribe(new Ignoring());
            ticker.advance(Duration.ofSeconds(44));
            assertThat(source.state()).isEqualTo(SourceState.WAITING);
            ticker.advance(Duration.ofSeconds(1));
            assertThat(source.end().join().reason()).isEqualTo(EndReason.REFUSED);
        }
    }

    private static final class Ignoring implements Flow.Subscriber<MessageEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(MessageEvent event) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void explainsTheEnd() {
        System.Logger log = System.getLogger("guide");
        try (TestServer server = TestServer.start(
                new NioTransport(), builder -> builder.respond("/", request -> Response.text("no stream")))) {
            EventSource source = EventSource.builder(server.uri("/")).build();
            try (source) {
                source.forEach(this::handle);
            } catch (EventSourceException failure) {
                switch (failure.end().reason()) {
                    case REFUSED ->
                        log.log(System.Logger.Level.DEBUG, failure.end().bodyText());
                    default -> throw failure;
                }
            }
            assertThat(source.end().join().bodyText()).isEqualTo("no stream");
        }
    }

    @Test
    void observesConnections() throws Exception {
        List<String> log = new ArrayList<>();
        SourceObserver observer = new SourceObserver() {
            @Override
            public void onDisconnect(Disconnection disconnection, Duration delay) {
                log.add(disconnection.reason() + ", next attempt in " + delay);
            }
        };
        try (TestServer server = server();
                EventSource source = EventSource.builder(server.uri("/news"))
                        .jitter(0)
                        .observer(observer)
                        .onEvent(this::handle)
                        .build()
                        .start()) {
            source.end().get(20, SECONDS);
        }
        assertThat(log).containsExactly("ENDED, next attempt in PT0.1S");
    }

    @Test
    void reconnectsWithoutSleeping() throws InterruptedException {
        ManualTicker ticker = new ManualTicker();
        try (TestServer server = TestServer.start(b -> b.ticker(ticker).stream("/news", NEWS));
                EventSource source = EventSource.builder(server.uri("/news"))
                        .client(server.httpClient())
                        .executor(Runnable::run)
                        .ticker(ticker)
                        .jitter(0)
                        .build()) {
            assertThat(source.read(Duration.ZERO)).map(MessageEvent::data).contains("one");
            assertThat(source.read(Duration.ZERO)).map(MessageEvent::data).contains("two");
            assertThat(source.state()).isEqualTo(SourceState.WAITING);
            ticker.advance(Duration.ofMillis(100));
            assertThat(source.statistics().connections()).isEqualTo(2);
        }
    }
}
