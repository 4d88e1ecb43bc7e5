package sse.testkit.internal.contract.backplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sse.api.PublishException;
import sse.api.spi.history.Gap;
import sse.testkit.TestStream;

/** Servers of two processes that share a topic: what connected clients receive, also when the broker fails. */
public abstract class SharedTopicServerTest extends SharedTopicTest {
    /** Creates the part. */
    protected SharedTopicServerTest() {}

    // Backplane 4
    @Test
    void deliversToEveryNodeInOneOrder() {
        TestStream ofFirst = firstNode().connect();
        TestStream ofSecond = secondNode().connect();
        firstNode().publish(0, 1);
        secondNode().publish(1, 2);
        firstNode().publish(2, 3);

        assertReceives(ofFirst, 0, 3);
        assertReceives(ofSecond, 0, 3);
        assertNothingBefore(3, ofFirst, ofSecond);
    }

    // Backplane 1
    @Test
    void deliversOnceWhenAnswerIsLost() throws Exception {
        TestStream client = secondNode().connect();
        ifSupported(() -> fixture().loseNextAnswer());
        firstNode().publish(0, 1);
        assertReceives(client, 0, 1);
        ifSupported(() -> fixture().loseNextRequest());
        firstNode().publish(1, 2);

        assertReceives(client, 1, 2);
        assertNothingBefore(2, client);
    }

    // Backplane 3 and 7
    @Test
    void deliversNothingWhileBrokerIsAway() throws Exception {
        TestStream client = firstNode().connect();
        firstNode().publish(0, 1);
        assertReceives(client, 0, 1);
        ifSupported(() -> fixture().stopBroker());

        assertThrows(PublishException.class, () -> firstNode().publish(1, 2));
        assertEquals(Optional.empty(), client.pollEvent());
        fixture().startBroker();
        assertNothingBefore(2, client);
    }

    // Backplane 4 and 7
    @Test
    void keepsStreamsOpenOverCutPath() throws Exception {
        TestStream client = secondNode().connect();
        firstNode().publish(0, 1);
        assertReceives(client, 0, 1);
        ifSupported(() -> fixture().cutPath(secondNode().backplane()));
        firstNode().publish(1, 3);
        fixture().mendPath(secondNode().backplane());

        assertReceives(client, 1, 3);
        assertNothingBefore(3, client);
    }

    // Backplane 5
    @Test
    void sendsGapOnceForTrimmedEvents() throws Exception {
        secondNode().awaitArrival(firstNode().publish(0, 1).get(0));
        TestStream client = secondNode().connect();
        ifSupported(() -> fixture().holdDelivery(secondNode().backplane()));
        firstNode().publish(1, 6);
        ifSupported(() -> fixture().trim(1));
        fixture().resumeDelivery(secondNode().backplane());

        assertReceivesGap(client, 4);
        assertReceives(client, 5, 6);
        assertNothingBefore(6, opened(client.reconnect()));
    }

    // Backplane 6
    @Test
    void sendsGapToAllWhenBrokerIsEmptied() throws Exception {
        List<String> ids = firstNode().publish(0, 2);
        firstNode().awaitArrival(ids.get(1));
        secondNode().awaitArrival(ids.get(1));
        TestStream ofFirst = firstNode().connect();
        TestStream ofSecond = secondNode().connect();
        ifSupported(() -> fixture().empty());
        firstNode().publish(2, 3);

        for (TestStream client : List.of(ofFirst, ofSecond)) {
            assertReceivesGap(client, Gap.Reason.RESET);
            assertReceives(client, 2, 3);
        }
        TestStream resumed = secondNode().connect(ids.get(1));
        assertReceivesGap(resumed, Gap.Reason.UNKNOWN);
        assertReceives(resumed, 2, 3);
        assertNothingBefore(3, ofFirst, ofSecond, resumed);
    }

    // Backplane 9
    @Test
    void readsOverOneConnectionForAllTopics() throws Exception {
        for (int i = 0; i < 10; i++) {
            firstNode().hub().topic("topic" + i);
            firstNode().connect();
        }
        int[] followers = new int[1];
        ifSupported(() -> followers[0] = fixture().followers());

        assertEquals(2, followers[0], "connections of two processes");
    }
}
