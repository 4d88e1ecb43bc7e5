package sse.integration.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.integration.fixtures.NumberedEvents.connect;
import static sse.integration.fixtures.NumberedEvents.numbers;
import static sse.integration.fixtures.NumberedEvents.publish;
import static sse.integration.fixtures.NumberedEvents.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.LagPolicy;
import sse.api.MessageEvent;
import sse.api.StreamOptions;
import sse.api.Subscription;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.fixtures.Transports;
import sse.integration.fixtures.Waiting;
import sse.testkit.ManualTicker;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** Subscribers with a transform of a topic's events. */
@ExtendWith(ExpectedErrors.class)
class TopicTransformIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final StreamOptions SILENT = StreamOptions.builder()
            .heartbeat(Duration.ofDays(1))
            .writeTimeout(Duration.ofDays(1))
            .build();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void appliesEachSubscribersTransform(Transport transport) {
        Topic topic = Topic.builder().build();
        try (TestServer server = TestServer.start(
                        transport,
                        b -> b.closeTimeout(Duration.ZERO).stream("/all", topic::subscribe).stream(
                                "/even", stream -> topic.subscribe(stream, TopicTransformIT::even))
                                .stream(
                                        "/short",
                                        stream -> topic.subscribe(
                                                stream,
                                                event -> Optional.of(Event.of(
                                                        "short",
                                                        event.data()
                                                                .orElseThrow()
                                                                .substring(0, 1))))));
                TestStream all = server.connect("/all");
                TestStream even = server.connect("/even");
                TestStream shortened = server.connect("/short")) {
            Waiting.until("subscribed", () -> topic.subscribers() == 3);
            List<String> ids = publish(topic, 0, 1000);

            assertThat(all.nextEvents(1000)).isEqualTo(received("message", numbers(0, 1000), ids));
            assertThat(even.nextEvents(500)).isEqualTo(received("message", evens(numbers(0, 1000)), evens(ids)));
            List<String> firstDigits =
                    numbers(0, 1000).stream().map(n -> n.substring(0, 1)).toList();
            assertThat(shortened.nextEvents(1000)).isEqualTo(received("short", firstDigits, ids));
        }
        Waiting.until("unsubscribed", () -> topic.subscribers() == 0);
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void resumesWithoutGapOrDuplicate(Transport transport) {
        Topic topic = Topic.builder().build();
        try (TestServer server = serve(transport, stream -> topic.subscribe(stream, TopicTransformIT::even))) {
            publish(topic, 0, 1);
            TestStream client = connect(server, topic);
            for (int round = 0; round < 10; round++) {
                int from = 1 + round * 100;
                publish(topic, from, from + 50);
                assertThat(client.nextEvents(25))
                        .extracting(MessageEvent::data)
                        .containsExactlyElementsOf(
                                evens(numbers(from - 1, from + 51)).subList(1, 26));
                client = client.reconnect();
                publish(topic, from + 50, from + 100);
                assertThat(client.nextEvents(25))
                        .extracting(MessageEvent::data)
                        .containsExactlyElementsOf(evens(numbers(from + 51, from + 101)));
            }
            client.close();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void advancesIdWithoutVisibleEvents(Transport transport) {
        ManualTicker ticker = new ManualTicker();
        Topic topic = Topic.builder().history(40, HOUR).build();
        try (TestServer server = TestServer.start(
                transport,
                b -> b.ticker(ticker).closeTimeout(Duration.ZERO).stream(
                        "/", SILENT, stream -> topic.subscribe(stream, TopicTransformIT::shown)))) {
            TestStream client = connect(server, topic);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ids.addAll(publish(topic, 0, 12));
                Waiting.until("last event ID is in the newer half", () -> {
                    ticker.advance(Duration.ofSeconds(5));
                    assertThat(client.pollEvent()).isEmpty();
                    return ids.indexOf(client.lastEventId()) >= ids.size() - 21;
                });
            }
            try (TestStream back = client.reconnect()) {
                topic.publish(Event.of("shown"));
                assertThat(back.nextEvent().data()).isEqualTo("shown");
            }
        }
    }

    @Test
    void advancesIdOnlyInOlderHalfOfHistory() {
        ManualTicker ticker = new ManualTicker();
        Topic topic = Topic.builder().history(20, HOUR).build();
        try (TestServer server = TestServer.start(b -> b.ticker(ticker).stream(
                        "/", SILENT, stream -> topic.subscribe(stream, TopicTransformIT::shown)));
                TestStream client = server.connect("/")) {
            publish(topic, 0, 19);
            String seen = topic.publish(Event.of("shown"));
            assertThat(client.nextEvent().lastEventId()).isEqualTo(seen);

            publish(topic, 0, 9);
            ticker.advance(Duration.ofMinutes(1));
            assertThat(client.pollEvent()).isEmpty();
            assertThat(client.lastEventId()).isEqualTo(seen);

            String tenth = publish(topic, 0, 2).get(1);
            ticker.advance(Duration.ofMinutes(1));
            assertThat(client.pollEvent()).isEmpty();
            assertThat(client.lastEventId()).isEqualTo(tenth);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void failsOnlyStreamWhoseTransformThrows(Transport transport) {
        Topic topic = Topic.builder().build();
        List<CloseReason> reasons = new CopyOnWriteArrayList<>();
        try (TestServer server = TestServer.start(
                        transport,
                        b -> b.closeTimeout(Duration.ZERO).stream("/fails", stream -> {
                                    stream.onClose(reasons::add);
                                    topic.subscribe(stream, event -> {
                                        if (event.data().orElseThrow().equals("7")) {
                                            throw new IllegalStateException("seven");
                                        }
                                        return Optional.of(event);
                                    });
                                })
                                .stream("/", stream -> topic.subscribe(stream, Optional::of)));
                TestStream fails = server.connect("/fails");
                TestStream healthy = server.connect("/")) {
            Waiting.until("subscribed", () -> topic.subscribers() == 2);
            for (int i = 0; i < 7; i++) {
                publish(topic, i, i + 1);
                assertThat(fails.nextEvent().data()).isEqualTo(Integer.toString(i));
            }
            publish(topic, 7, 100);
            assertThat(healthy.nextEvents(100))
                    .extracting(MessageEvent::data)
                    .containsExactlyElementsOf(numbers(0, 100));
            assertThat(fails.awaitEnd()).isEqualTo(Transports.endOfFailure(transport));
            Waiting.until("closed", () -> !reasons.isEmpty());
            assertThat(reasons).containsExactly(CloseReason.FAILED);
            Waiting.until("one subscriber remains", () -> topic.subscribers() == 1);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void blocksOnlyTheStreamOfASlowTransform(Transport transport) throws Exception {
        Topic topic = Topic.builder().build();
        Gate gate = new Gate();
        List<String> threads = new CopyOnWriteArrayList<>();
        try (TestServer server = TestServer.start(
                        transport,
                        b -> b.closeTimeout(Duration.ZERO).stream(
                                "/blocks",
                                stream -> topic.subscribe(stream, event -> {
                                    threads.add(Thread.currentThread().getName());
                                    return gate.pass(event);
                                }))
                                .stream("/", stream -> topic.subscribe(stream, Optional::of)));
                TestStream blocks = server.connect("/blocks");
                TestStream other = server.connect("/")) {
            Waiting.until("subscribed", () -> topic.subscribers() == 2);
            publish(topic, 0, 1);
            gate.awaitEntry();
            publish(topic, 1, 500);
            assertThat(other.nextEvents(500)).extracting(MessageEvent::data).containsExactlyElementsOf(numbers(0, 500));
            assertThat(blocks.pollEvent()).isEmpty();
            gate.open();
            assertThat(blocks.nextEvents(500))
                    .extracting(MessageEvent::data)
                    .containsExactlyElementsOf(numbers(0, 500));
            assertThat(threads).hasSize(500).allMatch(name -> name.startsWith("sse-worker-"));
        } finally {
            gate.open();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void disconnectsStreamWithSlowTransform(Transport transport) throws Exception {
        Topic topic = Topic.builder()
                .history(64, HOUR)
                .lagPolicy(LagPolicy.DISCONNECT)
                .build();
        List<CloseReason> reasons = new CopyOnWriteArrayList<>();
        Gate gate = new Gate();
        try (TestServer server = serve(transport, stream -> {
                    stream.onClose(reasons::add);
                    topic.subscribe(stream, gate::pass);
                });
                TestStream client = connect(server, topic)) {
            publish(topic, 0, 1);
            gate.awaitEntry();
            publish(topic, 1, 1000);
            gate.open();
            Waiting.until("disconnected", () -> !reasons.isEmpty());
            assertThat(reasons).containsExactly(CloseReason.OVERFLOW);
            client.ignoreUnread();
        } finally {
            gate.open();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void countsEventsLostToSlowTransform(Transport transport) throws Exception {
        for (LagPolicy policy : List.of(LagPolicy.SKIP_TO_OLDEST, LagPolicy.SKIP_TO_NEWEST)) {
            List<Long> losses = new CopyOnWriteArrayList<>();
            Topic topic = Topic.builder()
                    .history(64, HOUR)
                    .lagPolicy(policy)
                    .onLoss((subscription, lost) -> losses.add(lost))
                    .build();
            List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
            Gate gate = new Gate();
            try (TestServer server =
                            serve(transport, stream -> subscriptions.add(topic.subscribe(stream, gate::pass)));
                    TestStream client = connect(server, topic)) {
                publish(topic, 0, 1);
                gate.awaitEntry();
                publish(topic, 1, 1000);
                gate.open();
                int next = policy == LagPolicy.SKIP_TO_OLDEST ? 1000 - 64 : 999;
                assertThat(client.nextEvent().data()).isEqualTo("0");
                assertThat(client.nextEvents(1000 - next))
                        .extracting(MessageEvent::data)
                        .containsExactlyElementsOf(numbers(next, 1000));
                long lost = next - 1;
                Waiting.until("the loss is reported", () -> losses.equals(List.of(lost)));
                assertThat(subscriptions.get(0).lostEvents()).isEqualTo(lost);
                publish(topic, 1000, 1001);
                assertThat(client.nextEvent().data()).isEqualTo("1000");
            } finally {
                gate.open();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void mergesTransformedAndPlainTopics(Transport transport) {
        List<Topic> topics = List.of(
                Topic.builder().build(),
                Topic.builder().build(),
                Topic.builder().build());
        List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
        try (TestServer server = serve(transport, stream -> {
                    subscriptions.add(topics.get(0).subscribe(stream));
                    subscriptions.addAll(Topic.subscribe(stream, topics.subList(1, 3), TopicTransformIT::even));
                });
                TestStream client = connect(server, topics.get(2))) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                topics.get(i % 3).publish(Event.of(Integer.toString(i)));
                if (i % 3 == 0 || i % 2 == 0) {
                    expected.add(Integer.toString(i));
                }
            }
            assertThat(client.nextEvents(400)).extracting(MessageEvent::data).isEqualTo(expected);

            subscriptions.get(1).cancel();
            Waiting.until("cancelled", () -> topics.get(1).subscribers() == 0);
            topics.get(1).publish(Event.of("600"));
            topics.get(2).publish(Event.of("602"));
            assertThat(client.nextEvent().data()).isEqualTo("602");
            subscriptions.get(0).cancel();
            topics.get(2).close();
            Waiting.until("no subscriber remains", () -> topics.stream().allMatch(topic -> topic.subscribers() == 0));
            subscriptions.get(0).stream().send("still open");
            assertThat(client.nextEvent().data()).isEqualTo("still open");
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void sendsEventsLargerThanItsBuffers(Transport transport) {
        Topic topic = Topic.builder().build();
        String large = "0123456789".repeat(30_000);
        try (TestServer server = serve(
                        transport,
                        stream -> topic.subscribe(stream, event -> {
                            return Optional.of(event.withData(event.data().orElseThrow() + large));
                        }));
                TestStream client = connect(server, topic)) {
            for (int i = 0; i < 20; i++) {
                publish(topic, i, i + 1);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(client.nextEvent().data()).isEqualTo(i + large);
            }
        }
    }

    /** Blocks a transform until it is opened. */
    private static final class Gate {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        Optional<Event> pass(Event event) {
            entered.countDown();
            await(open);
            return Optional.of(event);
        }

        void awaitEntry() throws InterruptedException {
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        }

        void open() {
            open.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static Optional<Event> shown(Event event) {
        return Optional.of(event).filter(e -> e.data().orElseThrow().startsWith("shown"));
    }

    private static Optional<Event> even(Event event) {
        return Optional.of(event).filter(e -> Integer.parseInt(e.data().orElseThrow()) % 2 == 0);
    }

    private static <T> List<T> evens(List<T> all) {
        return IntStream.range(0, all.size())
                .filter(i -> i % 2 == 0)
                .mapToObj(all::get)
                .toList();
    }

    private static List<MessageEvent> received(String type, List<String> data, List<String> ids) {
        return IntStream.range(0, data.size())
                .mapToObj(i -> MessageEvent.of(type, data.get(i), ids.get(i)))
                .toList();
    }
}
