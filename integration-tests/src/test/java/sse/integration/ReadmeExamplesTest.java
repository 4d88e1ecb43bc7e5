package sse.integration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.Cors;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.OverflowPolicy;
import sse.api.Request;
import sse.api.Response;
import sse.api.SendResult;
import sse.api.SseServer;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.jdkhttp.SseHttpHandler;
import sse.testkit.ManualTicker;
import sse.testkit.ReceivedEvent;
import sse.testkit.StreamEnd;
import sse.testkit.TestClient;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code that the README shows, word for word ({@link ReadmeIT} holds the two together), and what it does. */
class ReadmeExamplesTest {
    /** Something that makes text bit by bit. */
    private interface Model {
        Stream<String> answer(String question);
    }

    private Model model = question -> Stream.empty();

    @Test
    void ticksEveryTwoSeconds() {
        StreamHandler clock = stream -> stream.every(Duration.ofSeconds(2), () -> Event.of("hello"));

        ManualTicker ticker = new ManualTicker();
        try (TestServer server = TestServer.start(builder -> builder.ticker(ticker).stream("/clock", clock));
                TestStream client = server.connect("/clock")) {
            ticker.advance(Duration.ofSeconds(2));
            assertThat(client).nextEvent().hasType("message").hasData("hello");
        }
    }

    @Test
    void sendsWhatIsPostedToEverybodyAlsoToWhoWasAway() {
        try (TestServer server = TestServer.start(ReadmeExamplesTest::chat);
                TestStream one = server.connect("/chat")) {
            TestStream other = server.connect("/chat");
            assertThat(server.request("POST", "/say", Headers.empty(), "h\u00e9llo")
                            .status())
                    .isEqualTo(204);
            assertThat(server.request("GET", "/say", Headers.empty(), "").status())
                    .isEqualTo(405);
            assertThat(one.nextEvent().data()).isEqualTo("h\u00e9llo");
            assertThat(other.nextEvent().data()).isEqualTo("h\u00e9llo");
            other.close();
            server.request("POST", "/say", Headers.empty(), "anybody?");
            assertThat(one.nextEvent().data()).isEqualTo("anybody?");
            try (TestStream back = other.reconnect()) {
                assertThat(back.nextEvent().data()).isEqualTo("anybody?");
            }
        }
    }

    private static void chat(SseServer.Builder builder) {
        Topic chat = Topic.builder().history(1_000, Duration.ofMinutes(5)).build();
        builder.stream("/chat", chat);
        builder.respond("/say", request -> {
            if (!request.method().equals("POST")) {
                return Response.of(405).withHeader("Allow", "POST");
            }
            chat.publish(Event.of(request.text()));
            return Response.of(204);
        });
    }

    @Test
    void showsASubscriberWhatItAsksFor() {
        Topic alerts = Topic.builder().build();
        try (TestServer server = TestServer.start(builder -> alerts(builder, alerts));
                TestStream client = server.connect("/alerts/high")) {
            alerts.publish(Event.of("low", "a door is open"));
            alerts.publish(Event.of("high", "a house is on fire"));
            assertThat(client.nextEvent().data()).isEqualTo("a house is on fire");
        }
    }

    private static void alerts(SseServer.Builder builder, Topic alerts) {
        builder.stream(
                "/alerts/{severity}",
                stream -> alerts.subscribe(
                        stream, event -> Optional.of(event).filter(e -> e.type().equals(severityOf(stream)))));
    }

    private static Optional<String> severityOf(EventStream stream) {
        return Optional.of(stream.request().pathParameter("severity"));
    }

    @Test
    void givesANewcomerTheNewestOfEachKey() {
        try (TestServer server = TestServer.start(builder -> prices(builder)
                        .publishAll(List.of(Event.of("tea", "3"), Event.of("milk", "1"), Event.of("tea", "4"))));
                TestStream client = server.connect("/prices")) {
            assertThat(client.nextEvents(2).stream().map(ReceivedEvent::data)).containsExactly("1", "4");
        }
    }

    private static Topic prices(SseServer.Builder builder) {
        Topic prices =
                Topic.builder().latestByKey(event -> event.type().orElseThrow()).build();
        builder.stream("/prices", prices);
        return prices;
    }

    @Test
    void streamsAnAnswerToItsEnd() {
        model = question -> Stream.of("For", "ty", "\n-two");
        try (TestServer server = TestServer.start(builder -> builder.stream("/answer", this::answer));
                TestStream client = server.connect("/answer?q=what%3F")) {
            assertThat(client.nextEvents(4).stream().map(ReceivedEvent::data))
                    .containsExactly("For", "ty", "\n-two", "");
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    @Test
    void stopsTheModelWhenTheClientLeaves() throws InterruptedException {
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
                break; // the client is gone, or reads nothing
            }
        }
        stream.send(Event.of("done", ""), Duration.ofMinutes(1));
        stream.close();
    }

    @Test
    void tellsOfAJobWhoComesLateAndWhoComesBack() {
        try (TestServer server = TestServer.start(builder -> builder.stream("/job", job));
                TestStream early = server.connect("/job")) {
            advance(50);
            assertThat(early.nextEvent().data()).isEqualTo("50 %");
            early.close();
            advance(99);
            finish();
            try (TestStream back = early.reconnect();
                    TestStream late = server.connect("/job")) {
                assertThat(back.nextEvents(2).stream().map(ReceivedEvent::data)).containsExactly("99 %", "");
                assertThat(late.nextEvents(3).stream().map(ReceivedEvent::type))
                        .containsExactly("progress", "progress", "done");
            }
        }
    }

    private final Topic job = Topic.builder().replayOnSubscribe(1_000).build();

    private void advance(int percent) {
        job.publish(Event.of("progress", percent + " %"));
    }

    private void finish() {
        job.publish(Event.of("done", ""));
    }

    @Test
    void feedsAStreamFromAPublisher() {
        try (SubmissionPublisher<Event> publisher = new SubmissionPublisher<>(Runnable::run, 16);
                TestServer server = TestServer.start(builder -> feed(builder, publisher));
                TestStream client = server.connect("/feed")) {
            publisher.submit(Event.of("one"));
            assertThat(client.nextEvent().data()).isEqualTo("one");
            publisher.close();
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    private static void feed(SseServer.Builder builder, Flow.Publisher<Event> publisher) {
        builder.stream("/feed", stream -> stream.sendAll(publisher));
    }

    @Test
    void decidesBeforeAStreamOpens() {
        try (TestServer server = TestServer.start(ReadmeExamplesTest::rooms)) {
            assertThat(server.connect("/rooms/attic").status()).isEqualTo(403);
            try (TestStream client = server.connect("/rooms/k%C3%BCche")) {
                assertThat(client.nextEvent().data()).isEqualTo("welcome to k\u00fcche");
            }
        }
    }

    private static void rooms(SseServer.Builder builder) {
        StreamOptions options = StreamOptions.defaults()
                .withAdmission(request -> mayEnter(request) ? Admission.accept() : Admission.reject(403))
                .withOverflow(OverflowPolicy.DROP_OLDEST)
                .withSendQueueBytes(64 * 1024);
        builder.stream("/rooms/{room}", options, stream -> {
            stream.send("welcome to " + stream.request().pathParameter("room"));
        });
    }

    private static boolean mayEnter(Request request) {
        return !request.pathParameter("room").equals("attic");
    }

    @Test
    void saysGoodbyeAndAllowsAnOrigin() {
        TestServer server = TestServer.start(builder -> serverWide(builder.stream("/", stream -> {})));
        TestClient page = server.client().withHeader("Origin", "https://app.example.org");
        try (TestStream client = page.connect("/")) {
            assertThat(client.headers().first("Access-Control-Allow-Origin")).contains("https://app.example.org");
            server.close();
            assertThat(client.nextEvent()).isEqualTo(new ReceivedEvent("bye", "back soon", ""));
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            assertThat(client.retry().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        }
    }

    private static void serverWide(SseServer.Builder builder) {
        builder.cors(Cors.allow("https://app.example.org"))
                .maxStreams(10_000)
                .closingEvent(Event.of("bye", "back soon"))
                .reconnectDelay(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    @Test
    void mountsAStreamInAServerThatIsThereAlready() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService executor = Executors.newCachedThreadPool();
        mount(server, executor);
        server.start();
        try {
            URI uri = URI.create("http://localhost:" + server.getAddress().getPort());
            try (TestStream client = TestClient.to(uri).connect("/events")) {
                assertThat(client.nextEvent().data()).isEqualTo("hello");
            }
        } finally {
            server.stop(0);
            executor.shutdownNow();
        }
    }

    private static void mount(HttpServer server, Executor executor) {
        server.setExecutor(SseHttpHandler.tracking(executor));
        server.createContext("/events", SseHttpHandler.of(stream -> stream.send("hello")));
    }
}
