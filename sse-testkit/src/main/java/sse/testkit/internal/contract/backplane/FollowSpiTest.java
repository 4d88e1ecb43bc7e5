package sse.testkit.internal.contract.backplane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.testkit.internal.contract.support.Eventually;

/** Duties of {@link sse.api.spi.history.Backplane}: following. */
public abstract class FollowSpiTest extends BackplaneTest {
    private static final int BATCHES = 50;

    /** More than an answer with two entries takes, with what a broker sends beside them. */
    private static final int ANSWER_BYTES = 200;

    /** Creates the part. */
    protected FollowSpiTest() {}

    // Backplane 4
    @Test
    void deliversToEveryProcessInOneOrder() throws Exception {
        EntryId start = await(first().head());
        FollowRecorder atFirst = follow(first(), start);
        FollowRecorder atSecond = follow(second(), start);
        List<Thread> publishers = new ArrayList<>();
        for (Backplane backplane : List.of(first(), second())) {
            Thread publisher = new Thread(() -> publishMany(backplane), "publisher");
            publishers.add(publisher);
            publisher.start();
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }

        Eventually.holds("first has all", () -> atFirst.ids().size() == 4 * BATCHES);
        Eventually.holds("second has all", () -> atSecond.ids().size() == 4 * BATCHES);
        assertDense(atFirst.ids());
        assertEquals(atFirst.calls(), atSecond.calls());
    }

    private static void publishMany(Backplane backplane) {
        String name = "publisher" + System.identityHashCode(backplane);
        try {
            for (int i = 0; i < BATCHES; i++) {
                await(backplane.publish(publications(name + i, name + i + "b"), name, i));
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    // Backplane 4
    @Test
    void beginsAfterPosition() throws Exception {
        List<EntryId> ids = publish(first(), "0", "1", "2");

        follow(second(), ids.get(1)).assertReceives("2");
        FollowRecorder fromNewest = follow(second(), ids.get(2));
        publish(first(), "3");
        fromNewest.assertReceives("3");
    }

    // Backplane 4 and 7
    @Test
    void deliversOnceAfterCutPath() throws Exception {
        FollowRecorder recorder = follow(second(), await(second().head()));
        publish(first(), "0");
        recorder.assertReceives("0");
        ifSupported(() -> fixture().cutPath(second()));
        recorder.await("down");
        publish(first(), "1", "2");
        fixture().mendPath(second());

        recorder.assertReceives("0", "1", "2");
        assertDense(recorder.ids());
        assertEquals("up", recorder.calls().get(0));
        Eventually.holds("path is up again", recorder::isUp);
    }

    // Backplane 4
    @Test
    void deliversOnceOverCutAtEachByte() throws Exception {
        FollowRecorder recorder = follow(second(), await(second().head()));
        List<String> published = new ArrayList<>();
        for (int bytes = 0; bytes <= ANSWER_BYTES; bytes++) {
            int arriving = bytes;
            ifSupported(() -> fixture().holdDelivery(second()));
            publish(first(), bytes + "a", bytes + "b");
            published.addAll(List.of(bytes + "a", bytes + "b"));
            ifSupported(() -> fixture().cutWithin(second(), arriving));
            fixture().resumeDelivery(second());

            recorder.assertReceives(published.toArray(String[]::new));
        }
        assertDense(recorder.ids());
    }

    // Backplane 4 and 7
    @Test
    void deliversOnceAfterBrokerRestart() throws Exception {
        FollowRecorder recorder = follow(second(), await(second().head()));
        publish(first(), "0");
        recorder.assertReceives("0");
        ifSupported(() -> fixture().stopBroker());
        recorder.await("down");
        fixture().startBroker();
        publish(first(), "1");

        recorder.assertReceives("0", "1");
    }

    // Backplane 5
    @Test
    void reportsGapWithNumberOnce() throws Exception {
        FollowRecorder recorder = follow(second(), await(second().head()));
        publish(first(), "0");
        recorder.assertReceives("0");
        ifSupported(() -> fixture().holdDelivery(second()));
        publish(first(), "1", "2", "3", "4");
        ifSupported(() -> fixture().trim(1));
        fixture().resumeDelivery(second());

        recorder.assertReceives("0", "gap 3", "4");
    }

    // Backplane 5
    @Test
    void reportsNoGapForLostTailThatWasDelivered() throws Exception {
        FollowRecorder recorder = follow(second(), await(second().head()));
        publish(first(), "0", "1", "2");
        recorder.assertReceives("0", "1", "2");
        ifSupported(() -> fixture().failOver(2));
        EntryId later = publish(first(), "3").get(0);

        recorder.assertReceives("0", "1", "2", "3");
        assertEquals(0, later.number());
    }

    // Backplane 6
    @Test
    void reportsResetWhenBrokerIsEmptied() throws Exception {
        FollowRecorder recorder = follow(second(), await(second().head()));
        publish(first(), "0");
        recorder.assertReceives("0");
        ifSupported(() -> fixture().empty());
        publish(first(), "1");

        recorder.assertReceives("0", "reset", "1");
    }

    // Backplane 8
    @Test
    void isSilentAfterClose() throws Exception {
        FollowRecorder recorder = new FollowRecorder(fixture().deadline());
        Backplane.Following following = second().follow(await(second().head()), recorder);
        publish(first(), "0");
        recorder.assertReceives("0");
        following.close();
        following.close();
        List<String> calls = recorder.calls();
        publish(first(), "1");
        follow(second(), await(second().tail())).assertReceives("0", "1");

        assertEquals(calls, recorder.calls());
    }
}
