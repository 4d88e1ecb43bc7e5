package sse.testkit.internal.contract.backplane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import sse.api.Event;
import sse.api.Hub;
import sse.api.MessageEvent;
import sse.api.Topic;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.Gap;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.Eventually;

/** The base of the parts that run servers: two processes, each with a hub, share a topic. */
public abstract class SharedTopicTest extends BackplaneTest {
    /** The number of events that each process holds in memory. */
    static final int WINDOW = 5;

    private static final String NAME = "prices";
    private static final Duration RETENTION = Duration.ofHours(1);

    private @Nullable Node firstNode;
    private @Nullable Node secondNode;

    /** Creates a part of the contract. */
    protected SharedTopicTest() {}

    /** A process: a hub, its topic, and a server that streams the topic. */
    final class Node {
        private final ExecutorService executor = Executors.newCachedThreadPool();
        private final Backplane backplane;
        private final Hub hub;
        private final Topic topic;
        private final TestServer server;

        /** Starts a process. */
        Node(Backplane backplane) {
            this.backplane = backplane;
            closeAfterTest(executor::shutdownNow);
            hub = Hub.builder().backplane(backplane).build();
            closeAfterTest(hub::close);
            topic = hub.topic(NAME, settings -> settings.history(WINDOW, RETENTION));
            server = TestServer.start(builder -> builder.executor(executor).stream("/", topic));
            closeAfterTest(server::close);
        }

        Backplane backplane() {
            return backplane;
        }

        Hub hub() {
            return hub;
        }

        /** Connects a client, which is subscribed when this returns. */
        TestStream connect() {
            int before = topic.subscribers();
            TestStream stream =
                    opened(server.client().withTimeout(fixture().deadline()).connect("/"));
            Eventually.holds("client is subscribed", () -> topic.subscribers() > before);
            return stream;
        }

        /** Connects a client that resumes. */
        TestStream connect(String lastEventId) {
            return opened(server.client()
                    .withTimeout(fixture().deadline())
                    .withLastEventId(lastEventId)
                    .connect("/"));
        }

        /** Waits until the process has received an event, which new clients do not receive any more then. */
        void awaitArrival(String id) {
            Eventually.holds("process has the event", () -> topic.lastId().equals(id));
        }

        /** Publishes events whose data are numbers, one after another, and returns their ids. */
        List<String> publish(int from, int to) {
            return IntStream.range(from, to)
                    .mapToObj(i -> topic.publish(Event.of(Integer.toString(i))))
                    .toList();
        }
    }

    @BeforeEach
    final void startNodes() {
        firstNode = new Node(first());
        secondNode = new Node(second());
    }

    final Node firstNode() {
        return Objects.requireNonNull(firstNode);
    }

    final Node secondNode() {
        return Objects.requireNonNull(secondNode);
    }

    /** Returns a stream that is closed after the test. */
    final TestStream opened(TestStream stream) {
        closeAfterTest(stream.ignoreUnread()::close);
        return stream;
    }

    static void assertReceives(TestStream client, int from, int to) {
        List<String> expected =
                IntStream.range(from, to).mapToObj(Integer::toString).toList();
        List<String> received = new ArrayList<>();
        while (received.size() < expected.size()) {
            MessageEvent event = client.nextEvent();
            received.add(event.type().equals("message") ? event.data() : event.type());
        }
        assertEquals(expected, received);
    }

    /** Asserts that the next event reports a number of trimmed events. */
    static void assertReceivesGap(TestStream client, int lost) {
        assertReceivesGap(client, OptionalLong.of(lost), Gap.Reason.TRIMMED);
    }

    /** Asserts that the next event reports a loss of unknown extent. */
    static void assertReceivesGap(TestStream client, Gap.Reason reason) {
        assertReceivesGap(client, OptionalLong.empty(), reason);
    }

    /** Asserts that the next event reports what a log has answered. */
    static void assertReceivesGap(TestStream client, Gap gap) {
        assertReceivesGap(client, gap.lost(), gap.reason());
    }

    private static void assertReceivesGap(TestStream client, OptionalLong lost, Gap.Reason reason) {
        String number = lost.isPresent() ? Long.toString(lost.getAsLong()) : "null";
        MessageEvent event = client.nextEvent();
        assertEquals("gap", event.type());
        assertEquals(
                "{\"lost\":" + number + ",\"reason\":\"" + reason.name().toLowerCase(Locale.ROOT) + "\"}",
                event.data());
    }

    /** Publishes one more event, with a number, and asserts that it is the next that each client receives. */
    final void assertNothingBefore(int next, TestStream... clients) {
        firstNode().publish(next, next + 1);
        for (TestStream client : clients) {
            assertReceives(client, next, next + 1);
        }
    }
}
