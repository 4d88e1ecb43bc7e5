package sse.integration.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.api.SendResult.ACCEPTED;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.MessageEvent;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.fixtures.NumberedEvents;
import sse.integration.fixtures.Transports;
import sse.integration.fixtures.Waiting;
import sse.testkit.StreamEnd;
import sse.testkit.TestConnection;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Closing a server while streams are open. */
class ShutdownIT {
    private static final int CLIENTS = 100;
    private static final String FILLING = "x".repeat(16 * 1024);
    /** Events with the filler. The history holds them all. */
    private static final int MORE_THAN_THE_SYSTEM_TAKES = 600;

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void sendsClosingEventAndReconnectionTime(Transport transport) {
        // Not around the three seconds that a stream begins with.
        Duration shortest = Duration.ofSeconds(20);
        Duration longest = Duration.ofSeconds(30);
        List<CloseReason> reasons = new CopyOnWriteArrayList<>();
        TestServer server = TestServer.start(
                transport,
                builder -> builder.closingEvent(Event.of("bye", "back soon")).reconnectDelay(shortest, longest).stream(
                        "/", stream -> {
                            stream.onClose(reasons::add);
                            stream.send("welcome");
                        }));
        try (TestStream client = server.connect("/")) {
            assertThat(client.nextEvent().data()).isEqualTo("welcome");
            server.close();
            assertThat(client.nextEvent()).isEqualTo(MessageEvent.of("bye", "back soon", ""));
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            assertThat(client.retry().orElseThrow()).isBetween(shortest, longest);
            assertThat(reasons).containsExactly(CloseReason.SHUTDOWN);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void spreadsReconnectionTimes(Transport transport) {
        Duration shortest = Duration.ofSeconds(2);
        Duration longest = Duration.ofSeconds(5);
        TestServer server = TestServer.start(
                transport, builder -> builder.reconnectDelay(shortest, longest).stream("/", stream -> {}));
        List<TestStream> clients =
                Stream.generate(() -> server.connect("/")).limit(CLIENTS).toList();

        server.close();

        List<Duration> returns = clients.stream()
                .map(client -> {
                    assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                    return client.retry().orElseThrow();
                })
                .toList();
        assertThat(returns).allSatisfy(time -> assertThat(time).isBetween(shortest, longest));
        // A second without a reconnection time has a probability below 1e-17.
        assertThat(returns).extracting(time -> Math.min(4, time.toSeconds())).contains(2L, 3L, 4L);
        clients.forEach(TestStream::close);
    }

    @ParameterizedTest
    @MethodSource("everyWayToFollow")
    void drainsSlowSubscriberBeforeClosingEvent(Transport transport, Follow follow) throws Exception {
        assertEndsAfterTheRest(transport, follow, topic -> {});
    }

    /** The client never catches up: each event that it reads causes another one. */
    @ParameterizedTest
    @MethodSource("everyWayToFollow")
    void endsDespiteConstantPublishing(Transport transport, Follow follow) throws Exception {
        assertEndsAfterTheRest(transport, follow, topic -> topic.publish(Event.of("more" + FILLING)));
    }

    private static void assertEndsAfterTheRest(Transport transport, Follow follow, Consumer<Topic> onRead)
            throws Exception {
        Topic topic = Topic.builder().build();
        TestServer server = TestServer.start(
                transport,
                builder -> builder.closeTimeout(Duration.ofHours(1)).closingEvent(Event.of("bye", "back soon")).stream(
                        "/", stream -> follow.follow(topic, stream)));
        try (TestStream client = NumberedEvents.connect(server, topic)) {
            IntStream.range(0, MORE_THAN_THE_SYSTEM_TAKES).forEach(i -> topic.publish(Event.of(i + FILLING)));
            Thread closing = new Thread(server::close, "closing");
            closing.start();
            Waiting.until("connections are refused", () -> isRefused(server));

            for (int i = 0; i < MORE_THAN_THE_SYSTEM_TAKES; i++) {
                assertThat(client.nextEvent().data()).isEqualTo(i + FILLING);
                onRead.accept(topic);
            }
            MessageEvent event = client.nextEvent();
            while (event.data().equals("more" + FILLING)) {
                onRead.accept(topic);
                event = client.nextEvent();
            }
            assertThat(event).isEqualTo(MessageEvent.of("bye", "back soon", client.lastEventId()));
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
            closing.join();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void ignoresTransformThatDropsEveryEvent(Transport transport) throws Exception {
        Topic topic = Topic.builder().build();
        CountDownLatch looked = new CountDownLatch(1);
        TestServer server = TestServer.start(
                transport,
                builder -> builder.closeTimeout(Duration.ofHours(1)).closingEvent(Event.of("bye", "back soon")).stream(
                        "/",
                        stream -> topic.subscribe(stream, event -> {
                            looked.countDown();
                            topic.publish(Event.of("more"));
                            return Optional.empty();
                        })));
        try (TestStream client = NumberedEvents.connect(server, topic)) {
            topic.publish(Event.of("first"));
            looked.await();

            server.close();

            assertThat(client.nextEvent().type()).isEqualTo("bye");
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWayToFollow")
    void abortsSubscriberThatDrainsTooSlowly(Transport transport, Follow follow) {
        Topic topic = Topic.builder().build();
        List<CloseReason> reasons = new CopyOnWriteArrayList<>();
        TestServer server = TestServer.start(
                transport,
                builder -> builder.closeTimeout(Duration.ofMillis(200)).stream("/", stream -> {
                    stream.onClose(reasons::add);
                    follow.follow(topic, stream);
                }));
        try (TestStream neverReads = NumberedEvents.connect(server, topic)) {
            neverReads.ignoreUnread();
            IntStream.range(0, MORE_THAN_THE_SYSTEM_TAKES).forEach(i -> topic.publish(Event.of(i + FILLING)));

            server.close();

            assertThat(reasons).containsExactly(CloseReason.SHUTDOWN);
            assertThat(server.server().openStreams()).isZero();
        }
    }

    /** A way to subscribe a stream. */
    private interface Follow {
        void follow(Topic topic, EventStream stream);
    }

    static Stream<Arguments> everyWayToFollow() {
        Topic silent = Topic.builder().build();
        List<Named<Follow>> ways = List.of(
                Named.of("one topic", Topic::subscribe),
                Named.of("several", (topic, stream) -> Topic.subscribe(stream, List.of(silent, topic))),
                Named.of("a view", (topic, stream) -> topic.subscribe(stream, Optional::of)));
        return Transports.all().flatMap(transport -> ways.stream().map(way -> Arguments.of(transport, way)));
    }

    private static boolean isRefused(TestServer server) {
        try (TestConnection refused = server.client().open()) {
            return false;
        } catch (UncheckedIOException noServer) {
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void ignoresBlockedHandlerAndStalledClient(Transport transport) throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        TestServer server = TestServer.start(
                transport,
                builder -> builder.closeTimeout(Duration.ofMillis(200)).stream("/", stream -> {
                    sending.countDown();
                    while (stream.send(Event.of("x".repeat(10_000)), Duration.ofDays(1)) == ACCEPTED) {}
                    new CountDownLatch(1).await();
                }));
        try (TestStream client = server.connect("/")) {
            sending.await();
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            assertThat(server.server().openStreams()).isZero();
            client.ignoreUnread();
        }
    }
}
