package sse.integration.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.IdOrder;
import sse.api.MessageEvent;
import sse.api.Snapshot;
import sse.api.StreamHandler;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.fixtures.Transports;
import sse.integration.fixtures.Waiting;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** Topics whose new subscribers receive the state first, over every transport. */
@ExtendWith(ExpectedErrors.class)
class SnapshotIT {
    private static final int CLIENTS = 200;
    private static final int KEYS = 20;

    /** What the events change: publishers hold its lock. */
    private static final class Model {
        private final Map<String, Integer> values = new HashMap<>();
        private final AtomicInteger snapshots = new AtomicInteger();
        private final Topic topic = Topic.builder().snapshot(this::take).build();

        synchronized void add(int key) {
            values.merge("k" + key, 1, Integer::sum);
            topic.publish(Event.of("add", "k" + key));
        }

        private synchronized Snapshot take() {
            snapshots.incrementAndGet();
            return Snapshot.of(state(), topic.lastId());
        }

        synchronized Event state() {
            String data = values.entrySet().stream()
                    .map(value -> value.getKey() + "=" + value.getValue())
                    .collect(Collectors.joining(","));
            return Event.of("state", data);
        }

        synchronized Map<String, Integer> values() {
            return Map.copyOf(values);
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void bringsEveryClientToTheSameState(Transport transport) throws Exception {
        Model model = new Model();
        assertThat(differing(transport, model, model.topic)).isZero();
        assertThat(model.snapshots.get()).isBetween(1, CLIENTS);
    }

    /** What the setting is for: sending the state and subscribing are two steps, between which events are lost. */
    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void losesEventsWithoutTheSetting(Transport transport) {
        Model model = new Model();
        Topic plain = Topic.builder().build();
        StreamHandler handler = stream -> {
            stream.send(model.state());
            plain.publish(Event.of("add", "k0")); // As if another thread had published between the two.
            plain.subscribe(stream);
        };
        try (TestServer server = TestServer.start(transport, b -> b.closeTimeout(Duration.ZERO).stream("/", handler));
                TestStream client = server.connect("/").ignoreUnread()) {
            assertThat(client.nextEvent().type()).isEqualTo("state");
            Waiting.until("subscribed", () -> plain.subscribers() == 1);
            plain.publish(Event.of("end"));
            assertThat(nextOther(client, "resume-point").data()).isEqualTo("end");
        }
    }

    private static MessageEvent nextOther(TestStream client, String type) {
        MessageEvent event = client.nextEvent();
        return event.type().equals(type) ? client.nextEvent() : event;
    }

    /** Subscribes clients while the model changes, and returns how many have another state at the end. */
    private static long differing(Transport transport, Model model, StreamHandler handler) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try (TestServer server = TestServer.start(transport, b -> b.closeTimeout(Duration.ZERO).stream("/", handler))) {
            Future<?> publisher = threads.submit(() -> {
                for (int i = 0; !stop.get(); i++) {
                    model.add(i % KEYS);
                    LockSupport.parkNanos(200_000);
                }
            });
            List<Future<TestStream>> opened = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                opened.add(threads.submit(() -> server.connect("/")));
            }
            List<TestStream> clients = new ArrayList<>();
            for (Future<TestStream> next : opened) {
                clients.add(next.get());
            }
            List<Map<String, Integer>> states = new ArrayList<>();
            for (TestStream client : clients) {
                states.add(firstState(client));
            }
            stop.set(true);
            publisher.get();
            model.topic.publish(Event.of("end", ""));
            Map<String, Integer> expected = model.values();
            long differing = 0;
            for (int i = 0; i < CLIENTS; i++) {
                advanceToEnd(states.get(i), clients.get(i));
                differing += states.get(i).equals(expected) ? 0 : 1;
                clients.get(i).ignoreUnread().close();
            }
            return differing;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<String, Integer> firstState(TestStream client) {
        Map<String, Integer> state = new HashMap<>();
        MessageEvent event = client.nextEvent();
        assertThat(event.type()).isEqualTo("state");
        for (String value :
                event.data().isEmpty() ? new String[0] : event.data().split(",")) {
            state.put(value.split("=")[0], Integer.parseInt(value.split("=")[1]));
        }
        return state;
    }

    private static void advanceToEnd(Map<String, Integer> state, TestStream client) {
        MessageEvent event = client.nextEvent();
        while (!event.type().equals("end")) {
            assertThat(event.type()).isEqualTo("add");
            state.merge(event.data(), 1, Integer::sum);
            event = client.nextEvent();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void failsStreamsOfFailingSource(Transport transport) throws Exception {
        Topic topic = Topic.builder()
                .snapshot(() -> {
                    throw new IOException("expected by this test");
                })
                .build();
        List<CloseReason> reasons = new CopyOnWriteArrayList<>();
        StreamHandler handler = (EventStream stream) -> {
            stream.onClose(reasons::add);
            topic.subscribe(stream);
        };
        try (TestServer server = TestServer.start(transport, b -> b.stream("/", handler));
                TestStream client = server.connect("/")) {
            assertThat(client.skipToEnd()).isEqualTo(Transports.endOfFailure(transport));
        }
        assertThat(reasons).containsExactly(CloseReason.FAILED);
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void holdsClientThatIsAhead(Transport transport) {
        Topic topic = Topic.builder().idOrder(IdOrder.NUMERIC).build();
        publish(topic, 1, 103);
        try (TestServer server = TestServer.start(transport, b -> b.stream("/", topic));
                TestStream client = server.client().withLastEventId("104").connect("/")) {
            Waiting.until("subscribed", () -> topic.subscribers() == 1);
            publish(topic, 104, 105);
            assertThat(client.nextEvent().lastEventId()).isEqualTo("105");
            publish(topic, 106, 106);
            assertThat(client.nextEvent().lastEventId()).isEqualTo("106");
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void saysWhenItIsLiveAndWhenItHasEnded(Transport transport) {
        Topic topic = Topic.builder()
                .replayOnSubscribe(10)
                .caughtUpEvent(Event.of("live", ""))
                .endedEvent(Event.of("ended", ""))
                .closeStreams()
                .build();
        topic.publish(Event.of("past"));
        try (TestServer server = TestServer.start(transport, b -> b.stream("/", topic));
                TestStream client = server.connect("/")) {
            assertThat(client.nextEvents(2)).extracting(MessageEvent::type).containsExactly("message", "live");
            topic.publish(Event.of("new"));
            topic.close();
            assertThat(client.nextEvents(2)).extracting(MessageEvent::type).containsExactly("message", "ended");
            assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
        }
    }

    private static void publish(Topic topic, int from, int to) {
        for (int id = from; id <= to; id++) {
            topic.publish(Event.of("x").withId("" + id));
        }
    }
}
