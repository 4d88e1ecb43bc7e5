package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.api.Event;
import sse.api.Hub;
import sse.api.MessageEvent;
import sse.api.PublishException;
import sse.api.Topic;

/** Two hubs that share topics by a broker. Everything is in memory and runs in the test's thread. */
@Timeout(30)
class HubBackplaneTest {
    private final ManualTicker ticker = new ManualTicker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final MemoryBroker broker = MemoryBroker.create();
    private final Node a = new Node();
    private final Node b = new Node();

    /** A process. */
    private final class Node {
        final MemoryBackplane backplane = broker.connect();
        final Hub hub = Hub.builder().backplane(backplane).ticker(ticker).build();
        final Topic topic = hub.topic("prices", topic -> topic.history(5, Duration.ofHours(1)));
        final TestServer server = TestServer.start(builder -> builder.ticker(ticker).stream("/", topic));

        Node() {
            opened.add(hub);
            opened.add(server);
        }

        TestStream connect() {
            TestStream stream = server.connect("/");
            opened.add(stream);
            return stream;
        }

        TestStream connect(String lastEventId) {
            TestStream stream = server.client().withLastEventId(lastEventId).connect("/");
            opened.add(stream);
            return stream;
        }

        List<String> publish(int from, int to) {
            return IntStream.range(from, to)
                    .mapToObj(i -> topic.publish(Event.of(Integer.toString(i))))
                    .toList();
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private static void assertReceives(TestStream client, int from, int to) {
        assertThat(client.nextEvents(to - from))
                .extracting(MessageEvent::data)
                .containsExactlyElementsOf(
                        IntStream.range(from, to).mapToObj(Integer::toString).toList());
        assertThat(client.pollEvent()).isEmpty();
    }

    @Test
    void deliversToClientsOfEveryNodeInOneOrder() {
        TestStream ofA = a.connect();
        TestStream ofB = b.connect();
        a.publish(0, 1);
        b.publish(1, 2);
        a.publish(2, 3);

        assertReceives(ofA, 0, 3);
        assertReceives(ofB, 0, 3);
    }

    @Test
    void resumesOnOtherNode() {
        List<String> ids = a.publish(0, 3);
        TestStream client = b.connect(ids.get(0));
        a.publish(3, 4);

        assertReceives(client, 1, 4);
    }

    @Test
    void resumesBehindWindowOfOtherNode() {
        List<String> ids = a.publish(0, 1_000);
        TestStream client = b.connect(ids.get(0));
        a.publish(1_000, 1_001);

        assertReceives(client, 1, 1_001);
    }

    @Test
    void resumesOnNodeThatIsBehindWithoutGap() {
        a.publish(0, 2);
        b.backplane.pause();
        List<String> ids = a.publish(2, 4);
        TestStream client = b.connect(ids.get(1));
        a.publish(4, 6);
        assertThat(client.pollEvent()).isEmpty();
        b.backplane.resume();

        assertReceives(client, 4, 6);
    }

    @Test
    void holdsClientWhileBrokerIsAway() {
        a.publish(0, 2);
        b.backplane.cut();
        List<String> ids = a.publish(2, 4);
        TestStream client = b.connect(ids.get(1));
        ticker.advance(Duration.ofSeconds(25));
        assertThat(client.pollEvent()).isEmpty();
        b.backplane.mend();
        a.publish(4, 5);

        assertReceives(client, 4, 5);
    }

    @Test
    void resumesAfterLostTailWithoutGap() {
        List<String> ids = a.publish(0, 5);
        TestStream live = b.connect(ids.get(4));
        broker.failOver(2);
        a.publish(5, 7);
        TestStream resumed = b.connect(ids.get(4));

        assertReceives(live, 5, 7);
        assertReceives(resumed, 5, 7);
        assertReceives(b.connect(ids.get(2)), 3, 7);
    }

    @Test
    void sendsGapOnceForWhatWasTrimmed() {
        a.publish(0, 2);
        TestStream client = b.connect();
        b.backplane.pause();
        a.publish(2, 6);
        broker.retain(1);
        b.backplane.resume();

        assertThat(client.nextEvent().type()).isEqualTo("gap");
        assertReceives(client, 5, 6);
        TestStream again = client.reconnect();
        opened.add(again);
        a.publish(6, 7);
        assertReceives(again, 6, 7);
    }

    @Test
    void sendsGapToEveryClientWhenBrokerIsEmptied() {
        List<String> ids = a.publish(0, 2);
        TestStream ofA = a.connect();
        TestStream ofB = b.connect();
        broker.empty();
        a.publish(2, 3);

        for (TestStream client : List.of(ofA, ofB)) {
            assertThat(client.nextEvent().type()).isEqualTo("gap");
            assertReceives(client, 2, 3);
        }
        TestStream resumed = b.connect(ids.get(1));
        assertThat(resumed.nextEvent().type()).isEqualTo("gap");
        assertReceives(resumed, 2, 3);
    }

    @Test
    void deliversNothingWhileBrokerIsAway() {
        TestStream client = a.connect();
        broker.stop();

        assertThatThrownBy(() -> a.publish(0, 1)).isInstanceOf(PublishException.class);
        assertThat(client.pollEvent()).isEmpty();
        broker.start();
        a.publish(1, 2);
        assertReceives(client, 1, 2);
    }

    @Test
    void storesOnceWhenAnswerIsLost() {
        TestStream client = b.connect();
        broker.loseNextAnswer();
        a.publish(0, 1);
        broker.loseNextRequest();
        a.publish(1, 2);

        assertReceives(client, 0, 2);
    }

    @Test
    void readsOverOneConnection() {
        for (int i = 0; i < 10; i++) {
            a.hub.topic("topic" + i);
            a.connect();
        }

        assertThat(broker.followers()).as("of two nodes").isEqualTo(2);
    }

    @Test
    void fillsWindowBeforeTopicIsReturned() {
        List<String> ids = a.publish(0, 3);
        Node late = new Node();

        assertReceives(late.connect(ids.get(0)), 1, 3);
    }

    @Test
    void holdsEventsOfTopicThatIsOpenedLate() {
        Topic first = a.hub.topic("other");
        String id = first.publish(Event.of("0"));
        first.publish(Event.of("1"));
        Topic late = b.hub.topic("other");
        TestServer server = TestServer.start(builder -> builder.ticker(ticker).stream("/", late));
        opened.add(server);
        TestStream client = server.client().withLastEventId(id).connect("/");
        opened.add(client);
        first.publish(Event.of("2"));

        assertReceives(client, 1, 3);
    }

    @Test
    void opensTopicAfterLostTail() {
        a.publish(0, 5);
        broker.failOver(2);

        assertThat(a.hub.topic("late").subscribers()).isZero();
    }

    @Test
    void opensTopicAfterGap() {
        b.backplane.pause();
        a.publish(0, 5);
        broker.retain(0);
        b.backplane.resume();

        assertThat(b.hub.topic("late").subscribers()).isZero();
    }

    @Test
    void resumesOnTopicThatIsOpenedAfterReset() {
        a.publish(0, 5);
        broker.empty();
        Topic late = a.hub.topic("late");
        TestServer server = TestServer.start(builder -> builder.ticker(ticker).stream("/", late));
        opened.add(server);
        TestStream client = server.connect("/");
        opened.add(client);
        client.close();
        TestStream again = client.reconnect();
        opened.add(again);
        late.publish(Event.of("0"));

        assertReceives(again, 0, 1);
    }
}
