package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.api.Event;
import sse.api.Hub;
import sse.api.MessageEvent;
import sse.api.Snapshot;
import sse.api.Topic;

/**
 * Topics with a snapshot in hubs whose events survive a restart, or are shared: the snapshot's id is one of the log.
 * Everything is in memory and runs in the test's thread.
 */
@Timeout(30)
class HubSnapshotTest {
    private static final int WINDOW = 3;

    private final ManualTicker ticker = new ManualTicker();
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** What the events change, in a store that all processes share: a number, and the id of the event that set it. */
    private int stored;

    private String storedId = "";
    private int snapshots;

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    /** A process with a topic whose snapshot is what is stored. */
    private final class Node {
        final Hub hub;
        final Topic topic;
        final TestServer server;

        Node(Hub.Builder settings) {
            hub = settings.ticker(ticker).build();
            topic = hub.topic(
                    "numbers",
                    builder -> builder.history(WINDOW, Duration.ofHours(1)).snapshot(HubSnapshotTest.this::take));
            server = TestServer.start(builder -> builder.ticker(ticker).stream("/", topic));
            opened.add(hub);
            opened.add(server);
        }

        /** Stores numbers, and publishes each. */
        void change(int times) {
            for (int i = 0; i < times; i++) {
                stored++;
                storedId = topic.publish(Event.of(Integer.toString(stored)));
            }
        }

        TestStream connect() {
            return added(server.connect("/"));
        }

        TestStream connect(String lastEventId) {
            return added(server.client().withLastEventId(lastEventId).connect("/"));
        }

        private TestStream added(TestStream stream) {
            opened.add(stream);
            return stream;
        }

        void close() {
            server.close();
            hub.close();
        }
    }

    private Snapshot take() {
        snapshots++;
        return Snapshot.of(Event.of("state", Integer.toString(stored)), storedId);
    }

    private static String assertReceivesState(TestStream client, int number) {
        MessageEvent event = client.nextEvent();
        assertThat(event.type() + " " + event.data()).isEqualTo("state " + number);
        return event.lastEventId();
    }

    private static void assertReceives(TestStream client, int from, int to) {
        for (int number = from; number <= to; number++) {
            MessageEvent event = client.nextEvent();
            assertThat(event.type() + " " + event.data()).isEqualTo("message " + number);
        }
        assertThat(client.pollEvent()).isEmpty();
    }

    private static void assertReceivesGap(TestStream client, int lost) {
        MessageEvent event = client.nextEvent();
        assertThat(event.type() + " " + event.data()).isEqualTo("gap {\"lost\":" + lost + ",\"reason\":\"trimmed\"}");
    }

    @Nested
    class WithHistory {
        private MemoryHistory history = MemoryHistory.create();
        private Node node = new Node(Hub.builder().history(history));

        private void restart() {
            node.close();
            history = history.reopen();
            node = new Node(Hub.builder().history(history));
        }

        @Test
        void precedesExactlyLaterEvents() {
            node.change(2);
            TestStream client = node.connect();

            assertThat(assertReceivesState(client, 2)).isEqualTo(node.topic.lastId());
            node.change(2);
            assertReceives(client, 3, 4);
        }

        @Test
        void isResumedBehindWindow() {
            node.change(1);
            TestStream client = node.connect();
            assertReceivesState(client, 1);
            client.close();
            node.change(4 * WINDOW);
            TestStream again = node.connect(client.lastEventId());

            assertReceives(again, 2, 1 + 4 * WINDOW);
            assertThat(snapshots).isEqualTo(1);
        }

        @Test
        void isResumedAfterRestart() {
            node.change(1);
            TestStream client = node.connect();
            assertReceivesState(client, 1);
            client.close();
            node.change(4 * WINDOW);
            restart();
            TestStream again = node.connect(client.lastEventId());

            assertReceives(again, 2, 1 + 4 * WINDOW);
            node.change(1);
            assertReceives(again, 2 + 4 * WINDOW, 2 + 4 * WINDOW);
            assertThat(snapshots).isEqualTo(1);
        }

        @Test
        void hasIdFromBeforeRestart() {
            node.change(2 * WINDOW);
            restart();
            TestStream client = node.connect();

            assertThat(assertReceivesState(client, 2 * WINDOW)).isEqualTo(node.topic.lastId());
            node.change(1);
            assertReceives(client, 2 * WINDOW + 1, 2 * WINDOW + 1);
        }

        @Test
        void replacesEventsThatHistoryHasLost() {
            node.change(1);
            String first = storedId;
            node.change(4 * WINDOW);
            history.retain(WINDOW);
            TestStream client = node.connect(first);

            assertReceivesGap(client, 3 * WINDOW);
            assertReceivesState(client, 1 + 4 * WINDOW);
            node.change(1);
            assertReceives(client, 2 + 4 * WINDOW, 2 + 4 * WINDOW);
        }
    }

    @Nested
    class WithBackplane {
        private final MemoryBroker broker = MemoryBroker.create();
        private final MemoryBackplane pathOfSecond = broker.connect();
        private final Node first = new Node(Hub.builder().backplane(broker.connect()));
        private final Node second = new Node(Hub.builder().backplane(pathOfSecond));

        @Test
        void precedesExactlyLaterEvents() {
            first.change(2);
            TestStream client = second.connect();

            assertReceivesState(client, 2);
            first.change(1);
            second.change(1);
            assertReceives(client, 3, 4);
        }

        @Test
        void holdsClientWhileNodeIsBehindIt() {
            first.change(2);
            pathOfSecond.pause();
            first.change(2);
            TestStream client = second.connect();
            assertReceivesState(client, 4);
            first.change(1);
            assertThat(client.pollEvent()).isEmpty();
            pathOfSecond.resume();

            assertReceives(client, 5, 5);
            first.change(1);
            assertReceives(client, 6, 6);
        }

        @Test
        void isResumedAtOtherNode() {
            first.change(1);
            TestStream client = first.connect();
            assertReceivesState(client, 1);
            client.close();
            first.change(4 * WINDOW);
            TestStream again = second.connect(client.lastEventId());

            assertReceives(again, 2, 1 + 4 * WINDOW);
            second.change(1);
            assertReceives(again, 2 + 4 * WINDOW, 2 + 4 * WINDOW);
            assertThat(snapshots).isEqualTo(1);
        }

        @Test
        void replacesEventsThatBrokerHasLost() {
            first.change(1);
            String id = storedId;
            first.change(4 * WINDOW);
            broker.retain(WINDOW);
            TestStream client = second.connect(id);

            assertReceivesGap(client, 3 * WINDOW);
            assertReceivesState(client, 1 + 4 * WINDOW);
            first.change(1);
            assertReceives(client, 2 + 4 * WINDOW, 2 + 4 * WINDOW);
        }
    }
}
