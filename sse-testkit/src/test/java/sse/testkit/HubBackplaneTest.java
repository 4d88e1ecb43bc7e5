package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import sse.api.Event;
import sse.api.Hub;
import sse.api.MessageEvent;
import sse.api.Topic;
import sse.testkit.internal.contract.support.ExpectedErrors;

/** Two hubs that share topics by a broker. Everything is in memory and runs in the test's thread. */
@Timeout(30)
@ExtendWith(ExpectedErrors.class)
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

    private static void assertPublishes(Topic topic) {
        String id = topic.publish(Event.of("next"));

        assertThat(topic.lastId()).isEqualTo(id);
        assertThat(topic.statistics().retainedEvents()).isEqualTo(1);
    }

    @Test
    void asksBrokerAtOnceForClientThatIsAhead() {
        a.publish(0, 2);
        b.backplane.pause();
        List<String> ids = a.publish(2, 6);
        TestStream client = b.connect(ids.get(0));

        assertReceives(client, 3, 6);
        b.backplane.resume();
        a.publish(6, 7);
        assertReceives(client, 6, 7);
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

        assertPublishes(a.hub.topic("late"));
    }

    @Test
    void opensTopicAfterGap() {
        b.backplane.pause();
        a.publish(0, 5);
        broker.retain(0);
        b.backplane.resume();

        assertPublishes(b.hub.topic("late"));
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
