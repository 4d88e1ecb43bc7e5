package sse.testkit.internal.contract.backplane;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.testkit.TestStream;

/** Servers of two processes that share a topic: clients that resume at another process than they were connected to. */
public abstract class ResumeServerTest extends SharedTopicTest {
    private static final int MANY = 20 * WINDOW;

    /** Creates the part. */
    protected ResumeServerTest() {}

    // PublicationLog 3, Backplane 4
    @Test
    void resumesAtOtherNode() {
        List<String> ids = firstNode().publish(0, 3);
        TestStream client = secondNode().connect(ids.get(0));

        assertReceives(client, 1, 3);
        assertNothingBefore(3, client);
    }

    // PublicationLog 3
    @Test
    void resumesBehindWindowOfOtherNode() {
        List<String> ids = firstNode().publish(0, MANY);
        TestStream client = secondNode().connect(ids.get(0));

        assertReceives(client, 1, MANY);
        assertNothingBefore(MANY, client);
    }

    // PublicationLog 3 and 5
    @Test
    void resumesAtNodeThatIsBehindWithoutGap() throws Exception {
        firstNode().publish(0, 2);
        ifSupported(() -> fixture().holdDelivery(secondNode().backplane()));
        List<String> ids = firstNode().publish(2, 4);
        TestStream client = secondNode().connect(ids.get(1));
        firstNode().publish(4, 6);
        fixture().resumeDelivery(secondNode().backplane());

        assertReceives(client, 4, 6);
        assertNothingBefore(6, client);
    }

    // PublicationLog 3 and 5, Backplane 4 and 7
    @Test
    void resumesAtNodeWithCutPathWithoutGap() throws Exception {
        firstNode().publish(0, 2);
        ifSupported(() -> fixture().cutPath(secondNode().backplane()));
        List<String> ids = firstNode().publish(2, 4);
        TestStream client = secondNode().connect(ids.get(1));
        firstNode().publish(4, 5);
        fixture().mendPath(secondNode().backplane());

        assertReceives(client, 4, 5);
        assertNothingBefore(5, client);
    }

    // PublicationLog 7, Backplane 5
    @Test
    void resumesAfterLostTailWithoutGap() throws Exception {
        List<String> ids = firstNode().publish(0, 5);
        TestStream live = secondNode().connect(ids.get(2));
        assertReceives(live, 3, 5);
        ifSupported(() -> fixture().failOver(2));
        firstNode().publish(5, 7);
        TestStream inLostTail = secondNode().connect(ids.get(4));
        TestStream beforeLostTail = secondNode().connect(ids.get(2));

        assertReceives(live, 5, 7);
        assertReceives(inLostTail, 5, 7);
        assertReceives(beforeLostTail, 3, 7);
        assertNothingBefore(7, live, inLostTail, beforeLostTail);
    }

    // PublicationLog 4
    @Test
    void sendsGapOnceBehindTrimmedEvents() throws Exception {
        List<String> ids = firstNode().publish(0, MANY);
        int retained = 2 * WINDOW;
        ifSupported(() -> fixture().trim(retained));
        EntryId position = EntryId.parse(ids.get(0)).orElseThrow();
        Gap gap = await(second().readAfter(position, LIMITS)).gap().orElseThrow();
        TestStream client = secondNode().connect(ids.get(0));

        assertReceivesGap(client, gap);
        assertReceives(client, MANY - retained, MANY);
        assertNothingBefore(MANY, opened(client.reconnect()));
    }

    // PublicationLog 6
    @Test
    void sendsGapForIdOfNoLog() {
        firstNode().awaitArrival(firstNode().publish(0, 2).get(1));
        List<TestStream> clients = Stream.of("garbage", "x".repeat(5_000), "other.1-0", "other.-1-0", "\u00e9.1-0")
                .map(id -> firstNode().connect(id))
                .toList();

        for (TestStream client : clients) {
            assertReceivesGap(client, Gap.Reason.UNKNOWN);
            assertReceives(client, 0, 2);
        }
        assertNothingBefore(2, clients.toArray(TestStream[]::new));
    }

    // PublicationLog 3: a node reads before it accepts clients
    @Test
    void fillsWindowBeforeTopicIsReturned() throws Exception {
        List<String> ids = firstNode().publish(0, 3);
        Backplane backplane = connect();
        Node late = new Node(backplane);
        ifSupported(() -> fixture().cutPath(backplane));

        assertReceives(late.connect(ids.get(0)), 1, 3);
    }
}
