package sse.integration.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.testkit.SseAssertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.GapPolicy;
import sse.api.Headers;
import sse.api.IdOrder;
import sse.api.LagPolicy;
import sse.api.MessageEvent;
import sse.api.Response;
import sse.api.ResumePointPolicy;
import sse.api.Snapshot;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.ManualTicker;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** The code of {@code docs/guides/topics.md}. */
class TopicsGuideTest {
    private final List<Long> lost = new ArrayList<>();

    @Test
    void deliversPostsAndWhatWasMissed() {
        try (TestServer server = TestServer.start(TopicsGuideTest::chat);
                TestStream one = server.connect("/chat")) {
            TestStream other = server.connect("/chat");
            assertThat(server.request("POST", "/say", Headers.empty(), "h\u00e9llo")
                            .status())
                    .isEqualTo(204);
            assertThat(server.get("/say").status()).isEqualTo(405);
            assertThat(one).nextEvent().hasData("h\u00e9llo");
            assertThat(other).nextEvent().hasData("h\u00e9llo");
            other.close();

            server.request("POST", "/say", Headers.empty(), "anybody?");

            assertThat(one).nextEvent().hasData("anybody?");
            try (TestStream back = other.reconnect()) {
                assertThat(back).nextEvent().hasData("anybody?");
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
    void notifiesOfGapAndContinuesLive() {
        Topic orders = orders();
        try (TestServer server = TestServer.start(builder -> builder.stream("/orders", orders));
                TestStream client = server.client().withLastEventId("unknown").connect("/orders")) {
            assertThat(client).nextEvent().hasType("reload").hasData("");
            orders.publish(Event.of("order 1"));
            assertThat(client).nextEvent().hasData("order 1");
        }
    }

    @Test
    void sendsResumePointToEveryClient() {
        Topic positions = Topic.builder().build();
        String id = positions.publish(Event.of("before"));
        try (TestServer server = TestServer.start(builder -> sendResumePoints(builder, positions));
                TestStream client = server.connect("/positions")) {
            assertThat(client.nextEvent()).isEqualTo(MessageEvent.of("position", "", id));
        }
    }

    private static void sendResumePoints(SseServer.Builder builder, Topic positions) {
        StreamOptions options = StreamOptions.builder()
                .resumePoints(ResumePointPolicy.ALWAYS)
                .resumePointType("position")
                .build();
        builder.stream("/positions", options, positions);
    }

    private static Topic orders() {
        Topic orders = Topic.builder()
                .history(5_000, Duration.ofHours(1))
                .historyBytes(8 << 20)
                .gapEvent(Event.of("reload", ""))
                .gapPolicy(GapPolicy.LIVE)
                .build();
        return orders;
    }

    @Test
    void replaysJobToLateAndReturningClients() {
        try (TestServer server = TestServer.start(builder -> builder.stream("/job", job));
                TestStream early = server.connect("/job")) {
            advance(50);
            assertThat(early).nextEvent().hasData("50 %");
            early.close();
            advance(99);
            finish();
            try (TestStream back = early.reconnect();
                    TestStream late = server.connect("/job")) {
                assertThat(back).receives("99 %", "");
                assertThat(late.nextEvents(3))
                        .extracting(MessageEvent::type)
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
    void skipsAndCountsForSlowSubscriber() {
        Topic positions = positions();
        List<Integer> received = new ArrayList<>();
        ManualTicker ticker = new ManualTicker();
        try (TestServer server = TestServer.start(builder -> builder.ticker(ticker).stream("/positions", positions));
                TestStream slow = server.client().withWindow(1).connect("/positions")) {
            for (int i = 0; i < 1_000; i++) {
                positions.publish(Event.of(i + " ".repeat(1_000)));
            }
            while (received.isEmpty() || !received.get(received.size() - 1).equals(999)) {
                received.add(Integer.parseInt(slow.nextEvent().data().strip()));
            }
        }
        assertThat(received)
                .hasSizeLessThan(1_000)
                .endsWith(IntStream.range(900, 1_000).boxed().toArray(Integer[]::new));
        assertThat(lost.stream().mapToLong(Long::longValue).sum()).isEqualTo(1_000 - received.size());
    }

    private Topic positions() {
        Topic positions = Topic.builder()
                .history(100, Duration.ofSeconds(10))
                .lagPolicy(LagPolicy.SKIP_TO_OLDEST)
                .onLoss((subscription, events) -> lost.add(events))
                .build();
        return positions;
    }

    @Test
    void slowsProducerDown() throws InterruptedException {
        Topic rows = Topic.builder().history(10, Duration.ofMinutes(1)).build();
        try (TestServer server = TestServer.start(builder -> builder.stream("/rows", rows));
                TestStream client = server.connect("/rows")) {
            List<Event> events = IntStream.range(0, 100)
                    .mapToObj(i -> Event.of(Integer.toString(i)))
                    .toList();
            export(rows, events);

            assertThat(client.nextEvents(100))
                    .extracting(MessageEvent::data)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(Integer::toString).toList());
            assertThat(rows.statistics().laneLag()).isZero();
        }
    }

    private void export(Topic rows, Iterable<Event> events) throws InterruptedException {
        for (Event event : events) {
            rows.publish(event, Duration.ofSeconds(5));
        }
    }

    @Test
    void endsKeysWithTombstones() {
        Topic users = users();
        try (TestServer server = TestServer.start(builder -> builder.stream("/users", users));
                TestStream client = server.connect("/users")) {
            users.publish(Event.of("joined", "ann"));
            users.publish(Event.of("left", "ann"));

            assertThat(client.nextEvents(2)).extracting(MessageEvent::type).containsExactly("joined", "left");
        }
    }

    private Topic users() {
        Topic users = Topic.builder()
                .latestByKey(event -> event.data().orElseThrow())
                .tombstone(event -> event.type().equals(Optional.of("left")))
                .build();
        return users;
    }

    @Test
    void sendsLatestEventOfEachKeyFirst() {
        try (TestServer server = TestServer.start(builder -> prices(builder)
                        .publishAll(List.of(Event.of("tea", "3"), Event.of("milk", "1"), Event.of("tea", "4"))));
                TestStream client = server.connect("/prices")) {
            assertThat(client).receives("1", "4");
        }
    }

    private static Topic prices(SseServer.Builder builder) {
        Topic prices =
                Topic.builder().latestByKey(event -> event.type().orElseThrow()).build();
        builder.stream("/prices", prices);
        return prices;
    }

    @Test
    void mergesTopicsInPublishingOrder() {
        Topic news = Topic.builder().build();
        Topic weather = Topic.builder().build();
        try (TestServer server = TestServer.start(builder -> merge(builder, news, weather))) {
            TestStream client = server.connect("/all");
            news.publish(Event.of("one"));
            weather.publish(Event.of("two"));
            assertThat(client).receives("one", "two");
            client.close();
            weather.publish(Event.of("three"));
            news.publish(Event.of("four"));
            try (TestStream back = client.reconnect()) {
                assertThat(back).receives("three", "four");
            }
        }
    }

    private static void merge(SseServer.Builder builder, Topic news, Topic weather) {
        builder.stream("/all", stream -> Topic.subscribe(stream, List.of(news, weather)));
    }

    @Test
    void sendsOnlyMatchingEvents() {
        Topic alerts = Topic.builder().build();
        try (TestServer server = TestServer.start(builder -> alerts(builder, alerts));
                TestStream client = server.connect("/alerts/high")) {
            alerts.publish(Event.of("low", "a door is open"));
            alerts.publish(Event.of("high", "a house is on fire"));
            assertThat(client).nextEvent().hasData("a house is on fire");
        }
    }

    private static void alerts(SseServer.Builder builder, Topic alerts) {
        builder.stream("/alerts/{severity}", stream -> {
            Optional<String> severity = Optional.of(stream.request().pathParameter("severity"));
            alerts.subscribeFiltered(stream, event -> event.type().equals(severity));
        });
    }

    @Test
    void transformsEventsForOneSubscriber() {
        Topic salaries = Topic.builder().build();
        try (TestServer server = TestServer.start(builder -> redact(builder, salaries));
                TestStream client = server.connect("/salaries")) {
            salaries.publish(Event.of("Ada earns 4711"));
            assertThat(client).nextEvent().hasData("Ada earns ####");
        }
    }

    private static void redact(SseServer.Builder builder, Topic salaries) {
        builder.stream(
                "/salaries",
                stream -> salaries.subscribe(
                        stream, event -> event.data().map(text -> event.withData(text.replaceAll("[0-9]", "#")))));
    }

    @Test
    void countsViewers() {
        try (TestServer server = TestServer.start(builder -> builder.stream("/viewers", viewers));
                TestStream first = server.connect("/viewers")) {
            assertThat(first).nextEvent().hasType("viewers").hasData("1");
            try (TestStream second = server.connect("/viewers")) {
                assertThat(second).nextEvent().hasData("2");
            }
            assertThat(first).receives("2", "1");
        }
    }

    private final Topic viewers = Topic.builder()
            .noHistory()
            .noGapEvent()
            .onSubscribe(viewer -> announceViewers())
            .onUnsubscribe(viewer -> announceViewers())
            .build();

    /** One call at a time, so that no old number follows a new one. */
    private synchronized void announceViewers() {
        viewers.publish(Event.of("viewers", Integer.toString(viewers.subscribers())));
    }

    @Test
    void sendsFirstAndThenSubscribes() {
        Topic news = Topic.builder().build();
        try (TestServer server = TestServer.start(builder -> builder.stream("/", stream -> open(stream, news)));
                TestStream client = server.connect("/")) {
            news.publish(Event.of("later"));
            assertThat(client).receives("hello", "later");
        }
    }

    private static void open(EventStream stream, Topic news) {
        stream.send("hello");
        news.subscribe(stream);
    }

    @Test
    void holdsClientThatIsAhead() {
        Topic changes = changes();
        assertThat(changes.lastId()).isEqualTo("5001");
        try (TestServer server = TestServer.start(builder -> builder.stream("/", changes));
                TestStream ahead = server.client().withLastEventId("5002").connect("/")) {
            changes.publish(Event.of("row 18").withId("5002"));
            changes.publish(Event.of("row 19").withId("5003"));
            assertThat(ahead).receives("row 19");
        }
    }

    @Test
    void marksWhenItIsLiveAndItsEnd() {
        Topic build = build();
        try (TestServer server = TestServer.start(builder -> builder.stream("/", build));
                TestStream client = server.connect("/")) {
            assertThat(client).nextEvent().hasType("live");
            build.close();
            assertThat(client).nextEvent().hasType("ended");
            assertThat(client).ends(StreamEnd.COMPLETE);
        }
    }

    private static Topic changes() {
        Topic changes = Topic.builder()
                .idOrder(IdOrder.NUMERIC)
                .holdTimeout(Duration.ofMinutes(1))
                .build();
        changes.publish(Event.of("row 17").withId("5001"));
        return changes;
    }

    private static Topic build() {
        Topic build = Topic.builder()
                .replayOnSubscribe(1_000)
                .caughtUpEvent(Event.of("live", ""))
                .endedEvent(Event.of("ended", ""))
                .closeStreams()
                .build();
        return build;
    }

    @Test
    void startsBehindSnapshot() {
        Poll poll = new Poll();
        poll.vote("tea");
        try (TestServer server = TestServer.start(builder -> builder.stream("/", poll.poll));
                TestStream client = server.connect("/")) {
            assertThat(client).nextEvent().hasData("{tea=1}");

            poll.vote("tea");

            assertThat(client).nextEvent().hasData("tea");
        }
    }

    /** Votes, whose topic starts with their state. */
    private static final class Poll {
        private final Map<String, Integer> votes = new HashMap<>();
        private final Topic poll = Topic.builder().snapshot(this::snapshot).build();

        private synchronized void vote(String choice) {
            votes.merge(choice, 1, Integer::sum);
            poll.publish(Event.of("vote", choice));
        }

        private synchronized Snapshot snapshot() {
            return Snapshot.of(Event.of("votes", votes.toString()), poll.lastId());
        }
    }
}
