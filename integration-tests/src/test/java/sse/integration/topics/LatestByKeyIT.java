package sse.integration.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sse.integration.fixtures.NumberedEvents.connect;
import static sse.integration.fixtures.NumberedEvents.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.LagPolicy;
import sse.api.MessageEvent;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Compacted topics. The data of an event is its key, a colon and a value. */
class LatestByKeyIT {
    private static final String TRIMMED = "{\"lost\":null,\"reason\":\"trimmed\"}";
    private static final String UNKNOWN = "{\"lost\":null,\"reason\":\"unknown\"}";
    private static final String FILLING = "x".repeat(16 * 1024);

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void sendsLatestOfEachKeyToNewSubscriber(Transport transport) {
        Topic topic = states().build();
        try (TestServer server = serve(transport, topic::subscribe);
                TestStream early = connect(server, topic)) {
            for (String state : List.of("a:0", "b:0", "a:1", "c:0", "b:1", "a:2")) {
                publish(topic, state);
                assertThat(data(early, 1)).containsExactly(state);
            }
            try (TestStream late = connect(server, topic)) {
                assertThat(data(late, 3)).containsExactly("c:0", "b:1", "a:2");
                for (String state : List.of("b:2", "b:3")) {
                    publish(topic, state);
                    assertThat(data(early, 1)).containsExactly(state);
                    assertThat(data(late, 1)).containsExactly(state);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void resumesWithChangedKeys(Transport transport) {
        Topic topic = states().build();
        List<String> ids = publish(topic, "a:0", "b:0", "c:0", "a:1", "a:2");
        String own = topic.publish(Event.of("d:0").withId("mine"));
        publish(topic, "a:3", "b:1");
        try (TestServer server = serve(transport, topic::subscribe);
                TestStream atB = connect(server.client().withLastEventId(ids.get(1)), topic);
                TestStream atOwn = connect(server.client().withLastEventId(own), topic);
                TestStream foreign = connect(server.client().withLastEventId("other-1"), topic)) {
            assertThat(data(atB, 4)).containsExactly("c:0", "d:0", "a:3", "b:1");
            assertThat(data(atOwn, 2)).containsExactly("a:3", "b:1");
            assertThat(data(foreign, 5)).containsExactly(UNKNOWN, "c:0", "d:0", "a:3", "b:1");
            publish(topic, "c:1");
            for (TestStream client : List.of(atB, atOwn, foreign)) {
                assertThat(data(client, 1)).containsExactly("c:1");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void sendsLatestOfEachKeyToSlowSubscriber(Transport transport) {
        List<CloseReason> reasons = new CopyOnWriteArrayList<>();
        Topic topic = states().onLoss((subscription, lost) -> reasons.add(CloseReason.OVERFLOW))
                .build();
        StreamOptions options =
                StreamOptions.builder().heartbeat(Duration.ofMillis(80)).build();
        int keys = 10;
        int values = 300;
        try (TestServer server = TestServer.start(
                        transport,
                        b -> b.closeTimeout(Duration.ZERO).stream("/", options, stream -> {
                            stream.onClose(reasons::add);
                            topic.subscribe(stream);
                        }));
                TestStream slow = connect(server, topic);
                TestStream healthy = connect(server, topic)) {
            for (int i = 0; i < keys * values; i++) {
                publish(topic, i % keys + ":" + i / keys + FILLING);
                assertThat(data(healthy, 1)).containsExactly(i % keys + ":" + i / keys + FILLING);
            }
            Map<String, Integer> newest = new HashMap<>();
            List<String> order = new ArrayList<>();
            while (newest.values().stream().filter(value -> value == values - 1).count() < keys) {
                String[] state = data(slow, 1).get(0).replace("x", "").split(":");
                int value = Integer.parseInt(state[1]);
                assertThat(value).isGreaterThan(newest.getOrDefault(state[0], -1));
                newest.put(state[0], value);
                order.add(state[0]);
            }
            assertThat(order).hasSizeLessThan(keys * values);
            assertThat(order.subList(order.size() - keys, order.size()))
                    .containsExactlyElementsOf(
                            IntStream.range(0, keys).mapToObj(Integer::toString).toList());
            assertThat(reasons).isEmpty();
            publish(topic, "0:last");
            assertThat(data(slow, 1)).containsExactly("0:last");
            assertThat(data(healthy, 1)).containsExactly("0:last");
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void evictsOldestKeyAndReportsGap(Transport transport) {
        Topic topic = Topic.builder().latestByKey(LatestByKeyIT::key, 2).build();
        List<String> ids = publish(topic, "a:0", "b:0", "a:1", "c:0", "c:1");
        try (TestServer server = serve(transport, topic::subscribe);
                TestStream newcomer = connect(server, topic);
                TestStream hasB = connect(server.client().withLastEventId(ids.get(1)), topic);
                TestStream lacksB = connect(server.client().withLastEventId(ids.get(0)), topic)) {
            assertThat(data(newcomer, 3)).containsExactly("keys were removed", "a:1", "c:1");
            assertThat(data(hasB, 2)).containsExactly("a:1", "c:1");
            assertThat(data(lacksB, 3)).containsExactly(TRIMMED, "a:1", "c:1");
            publish(topic, "d:0");
            for (TestStream client : List.of(newcomer, hasB, lacksB)) {
                assertThat(data(client, 1)).containsExactly("d:0");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void forgetsKeyWithTombstone(Transport transport) {
        Topic topic = Topic.builder()
                .latestByKey(LatestByKeyIT::key, 2)
                .tombstone(event -> event.data().orElseThrow().endsWith(":gone"))
                .build();
        List<String> ids = publish(topic, "a:0", "b:0", "a:gone");
        try (TestServer server = serve(transport, topic::subscribe);
                TestStream live = connect(server, topic);
                TestStream knowsA = connect(server.client().withLastEventId(ids.get(1)), topic)) {
            assertThat(data(live, 2)).containsExactly("b:0", "a:gone");
            assertThat(data(knowsA, 1)).containsExactly("a:gone");
            publish(topic, "c:0");
            for (TestStream client : List.of(live, knowsA)) {
                assertThat(data(client, 1)).containsExactly("c:0");
            }
            try (TestStream late = connect(server, topic);
                    TestStream away = connect(server.client().withLastEventId(ids.get(1)), topic)) {
                assertThat(data(late, 2)).as("no living key was removed").containsExactly("b:0", "c:0");
                assertThat(data(away, 3)).containsExactly(TRIMMED, "b:0", "c:0");
            }
            publish(topic, "c:gone");
            for (TestStream client : List.of(live, knowsA)) {
                assertThat(data(client, 1)).containsExactly("c:gone");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void mergesWithOtherTopicsAndTransforms(Transport transport) {
        Topic states = states().build();
        Topic other = Topic.builder().replayOnSubscribe(10).build();
        publish(states, "a:0", "b:0");
        publish(other, "x:0");
        publish(states, "a:1");
        List<Topic> both = List.of(states, other);
        try (TestServer server = TestServer.start(
                        transport,
                        b ->
                                b.closeTimeout(Duration.ZERO).stream("/merged", stream -> Topic.subscribe(stream, both))
                                        .stream(
                                                "/viewed",
                                                stream -> Topic.subscribe(
                                                        stream,
                                                        both,
                                                        event -> Optional.of(event)
                                                                .filter(e -> !key(e).equals("b")))));
                TestStream merged = server.connect("/merged");
                TestStream viewed = server.connect("/viewed")) {
            assertThat(data(merged, 3)).containsExactly("b:0", "x:0", "a:1");
            assertThat(data(viewed, 2)).containsExactly("x:0", "a:1");
            publish(other, "x:1");
            publish(states, "a:2");
            assertThat(data(merged, 2)).containsExactly("x:1", "a:2");
            assertThat(data(viewed, 2)).containsExactly("x:1", "a:2");
        }
    }

    @Test
    void reportsGapForKeyEvictedBeforeDelivery() {
        Topic topic = Topic.builder().latestByKey(LatestByKeyIT::key, 2).build();
        try (TestServer server = TestServer.start(b -> b.stream("/", topic::subscribe));
                TestStream client = server.client().withWindow(1024).connect("/")) {
            publish(topic, "a:" + FILLING, "b:0", "c:0", "d:0");
            assertThat(data(client, 4)).containsExactly("a:" + FILLING, TRIMMED, "c:0", "d:0");
        }
    }

    @Test
    void rejectsBatchWithEventWithoutKey() {
        Topic topic = states().build();
        try (TestServer server = TestServer.start(b -> b.stream("/", topic::subscribe));
                TestStream client = server.connect("/")) {
            assertThatThrownBy(() -> topic.publishAll(List.of(Event.of("a:0"), Event.comment("no data"))))
                    .isInstanceOf(NoSuchElementException.class);
            assertThat(client.pollEvent()).isEmpty();
            publish(topic, "a:1");
            assertThat(data(client, 1)).containsExactly("a:1");
        }
    }

    @Test
    void rejectsSettingsOfOtherHistories() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        states().lagPolicy(LagPolicy.SKIP_TO_OLDEST).noHistory().build())
                .withMessage("latestByKey must be without settings of history: [lagPolicy, noHistory]");
    }

    private static Topic.Builder states() {
        return Topic.builder().latestByKey(LatestByKeyIT::key);
    }

    private static String key(Event event) {
        return event.data().orElseThrow().split(":")[0];
    }

    private static List<String> publish(Topic topic, String... data) {
        return List.of(data).stream().map(text -> topic.publish(Event.of(text))).toList();
    }

    private static List<String> data(TestStream client, int count) {
        return client.nextEvents(count).stream().map(MessageEvent::data).toList();
    }
}
