package sse.integration.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.LagPolicy;
import sse.api.LaneStatistics;
import sse.api.MessageEvent;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.Subscription;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.fixtures.Waiting;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Topics over every transport. */
class TopicIT {
    private static final String UNKNOWN = "{\"lost\":null,\"reason\":\"unknown\"}";
    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void deliversToEverySubscriberInOrder(Transport transport) {
        Topic topic = Topic.builder().build();
        try (TestServer server = serve(transport, topic);
                TestStream first = connect(server, topic, 1);
                TestStream second = connect(server, topic, 2)) {
            List<String> ids = publish(topic, 0, 500);
            for (TestStream client : List.of(first, second)) {
                List<MessageEvent> events = client.nextEvents(500);
                assertThat(events).extracting(MessageEvent::data).containsExactlyElementsOf(numbers(0, 500));
                assertThat(events).extracting(MessageEvent::lastEventId).containsExactlyElementsOf(ids);
            }
        }
        Waiting.until("unsubscribed", () -> topic.subscribers() == 0);
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void resumesWithoutGapOrDuplicate(Transport transport) {
        Topic topic = Topic.builder().build();
        List<String> ids = publish(topic, 0, 1000);
        try (TestServer server = serve(transport, topic);
                TestStream client =
                        server.client().withLastEventId(ids.get(399)).connect("/")) {
            publish(topic, 1000, 1100);
            assertThat(client.nextEvents(700))
                    .extracting(MessageEvent::data)
                    .containsExactlyElementsOf(numbers(400, 1100));
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void resumesManyDuringPublishing(Transport transport) throws Exception {
        Topic topic = Topic.builder().history(100_000, HOUR).build();
        List<String> ids = publish(topic, 0, 2000);
        AtomicBoolean stop = new AtomicBoolean();
        try (TestServer server = serve(transport, topic)) {
            Thread publisher = new Thread(() -> {
                for (int i = 2000; i < 20_000 && !stop.get(); i++) {
                    topic.publish(Event.of(Integer.toString(i)));
                    if (i % 10 == 0) {
                        LockSupport.parkNanos(100_000);
                    }
                }
            });
            publisher.start();
            for (int i = 0; i < 200; i++) {
                int seen = (i * 9) % 2000;
                try (TestStream client = server.client()
                        .withLastEventId(ids.get(seen))
                        .connect("/")
                        .ignoreUnread()) {
                    int expected = 2000 - seen + 20;
                    assertThat(client.nextEvents(expected))
                            .extracting(MessageEvent::data)
                            .containsExactlyElementsOf(numbers(seen + 1, seen + 1 + expected));
                }
            }
            stop.set(true);
            publisher.join();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void startsLiveOrReplaysOnSubscribe(Transport transport) {
        Topic live = Topic.builder().build();
        Topic some = Topic.builder().replayOnSubscribe(2).build();
        publish(live, 0, 5);
        publish(some, 0, 5);
        try (TestServer server = TestServer.start(
                        transport,
                        b -> b.closeTimeout(Duration.ZERO).stream("/live", live::subscribe).stream(
                                "/some", some::subscribe));
                TestStream fromNow = server.connect("/live");
                TestStream fromBefore = server.connect("/some")) {
            Waiting.until("subscribed", () -> live.subscribers() == 1);
            publish(live, 5, 6);
            assertThat(fromNow.nextEvent().data()).isEqualTo("5");
            assertThat(fromBefore.nextEvents(2)).extracting(MessageEvent::data).containsExactly("3", "4");
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void reportsAGap(Transport transport) {
        Topic topic = Topic.builder().history(3, HOUR).build();
        List<String> ids = publish(topic, 0, 10);
        Topic live = Topic.builder()
                .gapPolicy(GapPolicy.LIVE)
                .gapEvent(Event.of("lost", "!"))
                .build();
        publish(live, 0, 3);
        try (TestServer server = TestServer.start(
                        transport,
                        b -> b.closeTimeout(Duration.ZERO).stream("/", topic::subscribe).stream(
                                "/live", live::subscribe));
                TestStream evicted = server.client().withLastEventId(ids.get(5)).connect("/");
                TestStream justIn = server.client().withLastEventId(ids.get(6)).connect("/");
                TestStream foreign = server.client().withLastEventId("other-17").connect("/");
                TestStream liveOnly =
                        server.client().withLastEventId("other-17").connect("/live")) {
            assertThat(evicted.nextEvents(4))
                    .extracting(MessageEvent::type, MessageEvent::data)
                    .containsExactly(
                            tuple("gap", "{\"lost\":1,\"reason\":\"trimmed\"}"),
                            tuple("message", "7"),
                            tuple("message", "8"),
                            tuple("message", "9"));
            assertThat(foreign.nextEvents(2)).extracting(MessageEvent::data).containsExactly(UNKNOWN, "7");
            foreign.ignoreUnread();
            assertThat(justIn.nextEvents(3)).extracting(MessageEvent::data).containsExactly("7", "8", "9");
            Waiting.until("subscribed", () -> live.subscribers() == 1);
            publish(live, 3, 4);
            assertThat(liveOnly.nextEvents(2)).extracting(MessageEvent::data).containsExactly("!", "3");
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void disconnectsOnlyStreamBehindHistory(Transport transport) {
        List<CloseReason> reasons = new CopyOnWriteArrayList<>();
        Topic topic = Topic.builder()
                .history(64, HOUR)
                .lagPolicy(LagPolicy.DISCONNECT)
                .build();
        StreamOptions options =
                StreamOptions.builder().heartbeat(Duration.ofMillis(80)).build();
        try (TestServer server = TestServer.start(
                        transport,
                        b -> b.closeTimeout(Duration.ZERO).stream("/", options, topic::subscribe).stream(
                                "/stuck", options, stream -> {
                                    stream.onClose(reasons::add);
                                    topic.subscribe(stream);
                                }));
                TestStream stuck = server.connect("/stuck").ignoreUnread();
                TestStream healthy = connect(server, topic, 2)) {
            String filling = "x".repeat(16 * 1024);
            for (int i = 0; i < 1000; i++) {
                topic.publish(Event.of(i + filling));
                assertThat(healthy.nextEvent().data()).isEqualTo(i + filling);
            }
            Waiting.until("slow stream is disconnected", () -> !reasons.isEmpty());
            assertThat(reasons).containsExactly(CloseReason.OVERFLOW);
            assertThat(topic.subscribers()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void keepsClientsInBurstLargerThanHistory(Transport transport) {
        int events = 20_000;
        List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
        Topic topic = Topic.builder().onSubscribe(subscriptions::add).build();
        try (TestServer server = serve(transport, topic);
                TestStream first = connect(server, topic, 1);
                TestStream second = connect(server, topic, 2)) {
            publish(topic, 0, events);
            int received = readBurst(first, events) + readBurst(second, events);
            long lost =
                    subscriptions.stream().mapToLong(Subscription::lostEvents).sum();
            assertThat(received + lost).as("received, or counted as lost").isEqualTo(2 * events);
            assertThat(subscriptions).hasSize(2).allMatch(Subscription::isActive);
        }
    }

    /** Reads up to the last event, and returns how many came: the numbers grow, and only a gap event skips some. */
    private static int readBurst(TestStream client, int events) {
        int received = 0;
        int next = 0;
        int announced = 0;
        while (next < events) {
            MessageEvent event = client.nextEvent();
            if (event.type().equals("gap")) {
                announced = Integer.parseInt(event.data().replaceFirst("\\{\"lost\":(\\d+),.*", "$1"));
                assertThat(announced).isPositive();
            } else {
                int number = Integer.parseInt(event.data());
                // More may be lost until the client takes the gap event.
                assertThat(number - next).isBetween(announced, announced == 0 ? 0 : events);
                announced = 0;
                next = number + 1;
                received++;
            }
        }
        return received;
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void losesNothingIfPublisherWaits(Transport transport) throws Exception {
        int events = 20_000;
        Topic topic = Topic.builder().history(500, HOUR).build();
        // Not the common pool, which has one thread on two processors.
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try (TestServer server = serve(transport, topic);
                TestStream first = connect(server, topic, 1);
                TestStream second = connect(server, topic, 2)) {
            Future<List<MessageEvent>> read = readers.submit(() -> first.nextEvents(events));
            Future<List<MessageEvent>> alsoRead = readers.submit(() -> second.nextEvents(events));
            for (int i = 0; i < events; i++) {
                topic.publish(Event.of(Integer.toString(i)), Duration.ofSeconds(30));
            }

            for (Future<List<MessageEvent>> client : List.of(read, alsoRead)) {
                assertThat(client.get(60, TimeUnit.SECONDS))
                        .extracting(MessageEvent::data)
                        .containsExactlyElementsOf(numbers(0, events));
            }
            Waiting.until("lanes have read everything", () -> topic.statistics().laneLag() == 0);
            assertThat(topic.statistics().retainedEvents()).isEqualTo(500);
        } finally {
            readers.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void waitsForStuckClientOnce(Transport transport) throws Exception {
        Topic topic = Topic.builder().history(64, HOUR).build();
        String filling = "x".repeat(16 * 1024);
        try (TestServer server = serve(transport, topic);
                TestStream stuck = connect(server, topic, 1).ignoreUnread();
                TestStream healthy = connect(server, topic, 2)) {
            int waits = 0;
            for (int i = 0; i < 1500; i++) {
                long start = System.nanoTime();
                topic.publish(Event.of(i + filling), Duration.ofMillis(300));
                waits += System.nanoTime() - start >= 300_000_000 ? 1 : 0;
                assertThat(healthy.nextEvent().data()).isEqualTo(i + filling);
            }
            assertThat(waits).isBetween(1, 3);
            assertThat(stuck.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void sendsOneGapForManyTopics(Transport transport) {
        List<Topic> topics =
                IntStream.range(0, 1000).mapToObj(i -> Topic.builder().build()).toList();
        try (TestServer server = TestServer.start(
                        transport,
                        builder -> builder.closeTimeout(Duration.ZERO).stream(
                                "/", stream -> Topic.subscribe(stream, topics)));
                TestStream client = server.client().withLastEventId("unknown").connect("/")) {
            assertThat(client.nextEvent().type()).isEqualTo("gap");
            topics.get(999).publish(Event.of("next"));
            assertThat(client.nextEvent().data()).isEqualTo("next");
        }
        Waiting.until("unsubscribed", () -> topics.stream().allMatch(topic -> topic.subscribers() == 0));
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void reportsGapForRepeatedId(Transport transport) {
        Topic topic = Topic.builder().build();
        for (String id : List.of("1", "2", "3", "1")) {
            topic.publish(Event.of("event " + id).withId(id));
        }
        try (TestServer server = serve(transport, topic);
                TestStream repeated = server.client().withLastEventId("1").connect("/");
                TestStream unique = server.client().withLastEventId("3").connect("/")) {
            assertThat(repeated.nextEvents(5))
                    .extracting(MessageEvent::data)
                    .containsExactly(UNKNOWN, "event 1", "event 2", "event 3", "event 1");
            assertThat(unique.nextEvents(1)).extracting(MessageEvent::data).containsExactly("event 1");
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void skipsToOldestAndCountsLostEvents(Transport transport) {
        List<Integer> received = receiveAfterLag(transport, LagPolicy.SKIP_TO_OLDEST);

        int last = received.get(received.size() - 1);
        assertThat(received)
                .endsWith(IntStream.rangeClosed(last - 63, last).boxed().toArray(Integer[]::new));
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void skipsToNewestAndCountsLostEvents(Transport transport) {
        List<Integer> received = receiveAfterLag(transport, LagPolicy.SKIP_TO_NEWEST);

        int last = received.get(received.size() - 1);
        assertThat(received).doesNotContain(last - 63);
        assertThat(received).filteredOn(number -> number > last - 64).hasSizeLessThan(64);
    }

    /** Publishes events, of which 64 are retained, to a client that reads only then. Returns what it receives. */
    private static List<Integer> receiveAfterLag(Transport transport, LagPolicy policy) {
        List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
        List<Long> losses = new CopyOnWriteArrayList<>();
        Topic topic = Topic.builder()
                .history(64, HOUR)
                .lagPolicy(policy)
                .onSubscribe(subscriptions::add)
                .onLoss((subscription, lost) -> losses.add(lost))
                .build();
        try (TestServer server = serve(transport, topic);
                TestStream client = server.client().withWindow(4096).connect("/")) {
            Waiting.until("subscribed", () -> topic.subscribers() == 1);
            int count = publishUntilBlocked(server.server(), topic);
            List<Integer> received = new ArrayList<>();
            while (received.isEmpty() || received.get(received.size() - 1) < count - 1) {
                received.add(Integer.parseInt(client.nextEvent().data().replace("x", "")));
            }
            assertThat(received).isSorted().doesNotHaveDuplicates();
            long lost = count - received.size();
            assertThat(lost).isPositive();
            Waiting.until(
                    "the loss is reported",
                    () -> losses.stream().mapToLong(Long::longValue).sum() == lost);
            assertThat(subscriptions.get(0).lostEvents()).isEqualTo(lost);
            return received;
        }
    }

    /** Publishes events until the one stream has been sent none of two rounds. Returns how many were published. */
    private static int publishUntilBlocked(SseServer server, Topic topic) {
        String filling = "x".repeat(16 * 1024);
        int published = 0;
        int blocked = 0;
        while (published < 1000 || blocked < 2) {
            long runs = runs(server);
            long sent = server.statistics().sentEvents();
            for (int end = published + 100; published < end; published++) {
                topic.publish(Event.of(published + filling));
            }
            Waiting.until("the stream's lane has run", () -> runs(server) > runs);
            blocked = server.statistics().sentEvents() == sent ? blocked + 1 : 0;
        }
        return published;
    }

    private static long runs(SseServer server) {
        return server.statistics().lanes().stream()
                .mapToLong(LaneStatistics::runs)
                .sum();
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void resumesMergedTopicsByOneId(Transport transport) {
        Topic a = Topic.builder().build();
        Topic b = Topic.builder().build();
        List<Topic> both = List.of(a, b);
        List<String> ids = new ArrayList<>();
        try (TestServer server = TestServer.start(
                transport,
                builder -> builder.closeTimeout(Duration.ZERO).stream("/", stream -> Topic.subscribe(stream, both)))) {
            try (TestStream client = server.connect("/").ignoreUnread()) {
                Waiting.until("subscribed", () -> a.subscribers() == 1 && b.subscribers() == 1);
                for (int i = 0; i < 200; i++) {
                    ids.add(both.get(i % 3 == 0 ? 0 : 1).publish(Event.of(Integer.toString(i))));
                }
                assertThat(client.nextEvents(200))
                        .extracting(MessageEvent::data)
                        .containsExactlyElementsOf(numbers(0, 200));
            }
            try (TestStream client =
                    server.client().withLastEventId(ids.get(49)).connect("/")) {
                a.publish(Event.of("200"));
                assertThat(client.nextEvents(151))
                        .extracting(MessageEvent::data)
                        .containsExactlyElementsOf(numbers(50, 201));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void sendsEventsLargerThanItsBuffers(Transport transport) {
        Topic topic = Topic.builder().build();
        try (TestServer server = serve(transport, topic);
                TestStream client = connect(server, topic, 1)) {
            String large = "0123456789".repeat(30_000);
            for (int i = 0; i < 5; i++) {
                topic.publish(Event.of(i + large));
                topic.publish(Event.of(Integer.toString(i)));
                assertThat(client.nextEvent().data()).isEqualTo(i + large);
                assertThat(client.nextEvent().data()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void stopsAfterCancelAndClose(Transport transport) {
        List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
        List<Subscription> ended = new CopyOnWriteArrayList<>();
        Topic topic = Topic.builder()
                .onSubscribe(subscriptions::add)
                .onUnsubscribe(ended::add)
                .build();
        try (TestServer server = serve(transport, topic);
                TestStream first = connect(server, topic, 1);
                TestStream second = connect(server, topic, 2)) {
            publish(topic, 0, 1);
            assertThat(first.nextEvent().data()).isEqualTo("0");
            assertThat(second.nextEvent().data()).isEqualTo("0");
            Waiting.until("both have subscribed", () -> subscriptions.size() == 2);
            subscriptions.get(0).cancel();
            Waiting.until("one subscriber remains", () -> topic.subscribers() == 1 && ended.size() == 1);
            subscriptions.get(0).stream().send("still open");
            topic.close();
            topic.close();
            Waiting.until("no subscriber remains", () -> topic.subscribers() == 0 && ended.size() == 2);
            assertThat(subscriptions.get(1).isActive()).isFalse();
            assertThatIllegalStateException()
                    .isThrownBy(() -> topic.publish(Event.of("x")))
                    .withMessage("topic must be open to publish: it is closed");
            subscriptions.get(1).stream().send("still open");
            assertThat(first.nextEvent().data()).isEqualTo("still open");
            assertThat(second.nextEvent().data()).isEqualTo("still open");
        }
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }

    private static TestServer serve(Transport transport, Topic topic) {
        return TestServer.start(
                transport, builder -> builder.closeTimeout(Duration.ZERO).stream("/", topic::subscribe));
    }

    private static TestStream connect(TestServer server, Topic topic, int subscribers) {
        TestStream client = server.connect("/");
        Waiting.until("subscribed", () -> topic.subscribers() == subscribers);
        return client;
    }

    private static List<String> publish(Topic topic, int from, int to) {
        return numbers(from, to).stream()
                .map(data -> topic.publish(Event.of(data)))
                .toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
