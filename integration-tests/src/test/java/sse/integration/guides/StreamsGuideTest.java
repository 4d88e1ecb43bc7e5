package sse.integration.guides;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sse.api.CommentStyle;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.api.OverflowPolicy;
import sse.api.Response;
import sse.api.SendResult;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.testkit.ManualTicker;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/streams.md}. */
class StreamsGuideTest {
    /** The first bytes of each stream; its reconnection time is within the limits of the closing one. */
    private static final String PRELUDE = ":\nretry: 3000\n";

    private static final Pattern CLOSING = Pattern.compile("event: bye\nretry: ([0-9]+)\ndata: back soon\n\n");

    /** Something that makes text bit by bit. */
    private interface Model {
        Stream<String> answer(String question);
    }

    /** Something that calls its listeners until they are removed. */
    private static final class Sensor {
        private Optional<Consumer<String>> listener = Optional.empty();

        void addListener(Consumer<String> added) {
            listener = Optional.of(added);
        }

        void removeListener(Consumer<String> removed) {
            listener = listener.filter(current -> current != removed);
        }

        void measure(String value) {
            listener.ifPresent(current -> current.accept(value));
        }
    }

    private Model model = question -> Stream.empty();

    @Test
    void namesCharset() {
        try (TestServer server = TestServer.start(StreamsGuideTest::weather);
                TestStream client = server.connect("/weather")) {
            assertThat(client).hasHeader("Content-Type", "text/event-stream; charset=utf-8");
            assertThat(client).nextEvent().hasData("20 \u00b0C");
        }
    }

    private static void weather(SseServer.Builder builder) {
        StreamOptions options = StreamOptions.builder()
                .headers(Headers.of("Content-Type", "text/event-stream; charset=utf-8"))
                .build();
        builder.stream("/weather", options, stream -> stream.send("20 \u00b0C"));
    }

    @Test
    void greetsEachClient() {
        try (TestServer server = TestServer.start(StreamsGuideTest::greet);
                TestStream client = server.connect("/rooms/attic?name=Ada")) {
            assertThat(client).nextEvent().hasType("welcome").hasData("Ada in attic");
        }
    }

    private static void greet(SseServer.Builder builder) {
        builder.stream("/rooms/{room}", stream -> {
            String room = stream.request().pathParameter("room");
            String name = stream.request().queryParameter("name").orElse("somebody");
            stream.send(Event.of("welcome", name + " in " + room));
        });
    }

    @Test
    void buildsEventsWithEveryField() {
        List<Event> events = events();

        try (TestServer server =
                        TestServer.start(builder -> builder.stream("/", stream -> events.forEach(stream::send)));
                TestStream client = server.connect("/")) {
            String expected = PRELUDE + "data: hello\n\n" + "event: progress\ndata: 50 %\n\n"
                    + "event: tick\nid: 42\nretry: 5000\ndata: {\"price\": 17}\n\n" + ": for readers of the wire\n";
            assertThat(client.readText(expected.length())).isEqualTo(expected);
        }
    }

    @Test
    void endsCommentsWithBlankLine() {
        try (TestServer server =
                        TestServer.start(builder -> builder.stream("/", blocks(), stream -> stream.send("x")));
                TestStream client = server.connect("/")) {
            String expected = ":\nretry: 3000\n\ndata: x\n\n";
            assertThat(client.readText(expected.length())).isEqualTo(expected);
        }
    }

    private static StreamOptions blocks() {
        StreamOptions blocks = StreamOptions.builder()
                .firstComment(CommentStyle.BLOCK)
                .heartbeatStyle(CommentStyle.BLOCK)
                .build();
        return blocks;
    }

    private static List<Event> events() {
        Event plain = Event.of("hello");
        Event typed = Event.of("progress", "50 %");
        Event full = Event.builder()
                .type("tick")
                .id("42")
                .retry(Duration.ofSeconds(5))
                .data("{\"price\": 17}")
                .build();
        Event comment = Event.comment("for readers of the wire");
        return List.of(plain, typed, full, comment);
    }

    @Test
    void streamsAnswerToEnd() {
        model = question -> Stream.of("For", "ty", "\n-two");
        try (TestServer server = TestServer.start(builder -> builder.stream("/answer", this::answer));
                TestStream client = server.connect("/answer?q=what%3F")) {
            assertThat(client).receives("For", "ty", "\n-two", "");
            assertThat(client).ends(StreamEnd.COMPLETE);
        }
    }

    @Test
    void stopsModelWhenClientDisconnects() throws InterruptedException {
        model = question -> Stream.generate(() -> "x".repeat(1000));
        CountDownLatch returned = new CountDownLatch(1);
        ExecutorService executor = Executors.newCachedThreadPool();
        try (TestServer server = TestServer.start(builder -> builder.executor(executor).stream("/answer", stream -> {
            answer(stream);
            returned.countDown();
        }))) {
            TestStream client = server.connect("/answer");
            assertThat(client.nextEvent().data()).hasSize(1000);
            assertThat(returned.getCount()).isEqualTo(1);
            client.ignoreUnread().close();
            assertThat(returned.await(30, SECONDS)).isTrue();
        } finally {
            executor.shutdownNow();
        }
    }

    private void answer(EventStream stream) throws InterruptedException {
        String question = stream.request().queryParameter("q").orElse("");
        Iterator<String> tokens = model.answer(question).iterator();
        while (tokens.hasNext()) {
            if (stream.send(Event.of(tokens.next()), Duration.ofMinutes(1)) != SendResult.ACCEPTED) {
                return; // the client has left, or reads nothing
            }
        }
        stream.send(Event.of("done", ""), Duration.ofMinutes(1));
        stream.close();
    }

    @Test
    void removesListenerWhenClientDisconnects() {
        Sensor sensor = new Sensor();
        try (TestServer server = TestServer.start(builder -> listen(builder, sensor))) {
            TestStream client = server.connect("/sensor");
            sensor.measure("17");
            assertThat(client).nextEvent().hasData("17");

            client.close();

            assertThat(sensor.listener).isEmpty();
        }
    }

    private static void listen(SseServer.Builder builder, Sensor sensor) {
        builder.stream("/sensor", stream -> {
            Consumer<String> listener = value -> stream.send(value);
            sensor.addListener(listener);
            stream.onClose(reason -> sensor.removeListener(listener));
        });
    }

    @Test
    void feedsStreamFromPublisher() {
        try (SubmissionPublisher<Event> publisher = new SubmissionPublisher<>(Runnable::run, 16);
                TestServer server = TestServer.start(builder -> feed(builder, publisher));
                TestStream client = server.connect("/feed")) {
            publisher.submit(Event.of("one"));
            assertThat(client).nextEvent().hasData("one");
            publisher.close();
            assertThat(client).ends(StreamEnd.COMPLETE);
        }
    }

    private static void feed(SseServer.Builder builder, Flow.Publisher<Event> publisher) {
        builder.stream("/feed", stream -> stream.sendAll(publisher));
    }

    @Test
    void continuesFromTheLastEventId() {
        ManualTicker ticker = new ManualTicker();
        try (TestServer server =
                TestServer.start(builder -> builder.ticker(ticker).stream("/", StreamsGuideTest::tick))) {
            TestStream first = server.connect("/");
            ticker.advance(Duration.ofSeconds(4));
            assertThat(first.nextEvents(2))
                    .extracting(MessageEvent::lastEventId)
                    .containsExactly("1", "2");
            try (TestStream second = first.reconnect()) {
                ticker.advance(Duration.ofSeconds(2));
                assertThat(second).nextEvent().hasId("3");
            }
            try (TestStream foreign = server.client().withLastEventId("x").connect("/")) {
                ticker.advance(Duration.ofSeconds(2));
                assertThat(foreign).nextEvent().hasId("1");
            }
        }
    }

    static void tick(EventStream stream) {
        AtomicLong id = new AtomicLong(lastId(stream));
        Event hello = Event.of("message", "hello");
        stream.every(Duration.ofSeconds(2), () -> hello.withId(Long.toString(id.incrementAndGet())));
    }

    /** Returns zero for an id that is not one of ours: the client chooses it. */
    private static long lastId(EventStream stream) {
        return stream.lastEventId()
                .filter(id -> id.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    @Test
    void dropsOldestForSlowClient() {
        try (TestServer server = TestServer.start(StreamsGuideTest::limit);
                TestStream client = server.client().withWindow(1).connect("/positions")) {
            assertThat(client.nextEvent().data()).startsWith("99 ");
            assertThat(server.server().statistics().droppedEvents()).isEqualTo(99);
        }
    }

    private static void limit(SseServer.Builder builder) {
        StreamOptions options = StreamOptions.builder()
                .sendQueueBytes(64 * 1024)
                .overflowPolicy(OverflowPolicy.DROP_OLDEST)
                .heartbeat(Duration.ofSeconds(10))
                .build();
        builder.stream("/positions", options, StreamsGuideTest::sendPositions);
    }

    private static void sendPositions(EventStream stream) {
        for (int i = 0; i < 100; i++) {
            stream.send(i + " ".repeat(60_000));
        }
    }

    @Test
    void answersOtherRequestsOnTheSamePath() {
        try (TestServer server = TestServer.start(StreamsGuideTest::serve);
                TestStream client = server.connect("/status")) {
            assertThat(client).nextEvent().hasData("up");
            assertThat(server.get("/status").text()).isEqualTo("{\"status\":\"up\"}");
            assertThat(server.request("POST", "/echo", Headers.empty(), "hello").text())
                    .isEqualTo("hello");
            assertThat(server.get("/nothing").status()).isEqualTo(404);
            assertThat(server.get("/nothing").text()).isEqualTo("no such page");
        }
    }

    private static void serve(SseServer.Builder builder) {
        builder.stream("/status", stream -> stream.send("up"))
                .respond("/status", request -> Response.json("{\"status\":\"up\"}"))
                .respond("/echo", request -> Response.text(request.text()))
                .fallback(request -> Response.text("no such page").withStatus(404));
    }

    @Test
    void closesWithEventAndReconnectDelay() {
        TestServer server = TestServer.start(builder -> serverWide(builder.stream("/", stream -> {})));
        try (TestStream client = server.connect("/")) {
            assertThat(client.readText(PRELUDE.length())).isEqualTo(PRELUDE);
            server.close();

            Matcher closing = CLOSING.matcher(client.readRest());
            assertThat(closing.matches()).isTrue();
            assertThat(Integer.parseInt(closing.group(1))).isBetween(1_000, 10_000);
        }
    }

    private static void serverWide(SseServer.Builder builder) {
        builder.maxStreams(10_000)
                .maxStreamsPerAddress(20)
                .closingEvent(Event.of("bye", "back soon"))
                .reconnectDelay(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }
}
