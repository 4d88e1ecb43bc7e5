package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.MessageEvent;
import sse.api.Snapshot;
import sse.api.Topic;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;

/** Topics whose new subscribers receive a snapshot, and then exactly what follows it, on every transport. */
public abstract class SnapshotServerTest extends ContractTest {
    private static final int HISTORY = 4;

    private final Counter counter = new Counter(Topic.builder());

    /** Creates the part. */
    protected SnapshotServerTest() {}

    /** A number, and the topic of its changes: each event has the new number. Thread-safe. */
    private static final class Counter {
        private final AtomicInteger snapshots = new AtomicInteger();

        /** What happens, as if in another thread, between reading the number and returning it. */
        private final Queue<Runnable> meanwhile = new ConcurrentLinkedQueue<>();

        private final Topic topic;

        // Guarded by this.
        private int number;

        Counter(Topic.Builder settings) {
            topic = settings.history(HISTORY, Duration.ofHours(1))
                    .snapshot(this::take)
                    .build();
        }

        /** Changes the number so many times. */
        synchronized void change(int times) {
            for (int i = 0; i < times; i++) {
                number++;
                topic.publish(Event.of(Integer.toString(number)));
            }
        }

        private Snapshot take() {
            snapshots.incrementAndGet();
            Snapshot taken = state();
            Runnable next = meanwhile.poll();
            if (next != null) {
                next.run();
            }
            return taken;
        }

        private synchronized Snapshot state() {
            return Snapshot.of(Event.of("state", Integer.toString(number)), topic.lastId());
        }
    }

    @Test
    void sendsStateAndThenEachChange() {
        TestServer server = serve(b -> b.stream("/", counter.topic));
        counter.change(3);
        TestStream first = connect(server, "/");
        assertReceivesState(first, 3);

        counter.change(2);
        TestStream second = connect(server, "/");
        assertReceivesState(second, 5);
        counter.change(1);

        assertReceives(first, 4, 6);
        assertReceives(second, 6, 6);
    }

    @Test
    void sendsChangesMadeWhileItIsTaken() {
        TestServer server = serve(b -> b.stream("/", counter.topic));
        counter.change(3);
        counter.meanwhile.add(() -> counter.change(HISTORY));
        TestStream client = connect(server, "/");

        assertReceivesState(client, 3);
        assertReceives(client, 4, 3 + HISTORY);
        counter.change(1);
        assertReceives(client, 4 + HISTORY, 4 + HISTORY);
    }

    @Test
    void takesAnotherIfHistoryHasMovedOn() {
        TestServer server = serve(b -> b.stream("/", counter.topic));
        counter.change(3);
        counter.meanwhile.add(() -> counter.change(HISTORY + 1));
        TestStream client = connect(server, "/");

        assertReceivesState(client, 4 + HISTORY);
        assertEquals(2, counter.snapshots.get());
        counter.change(1);
        assertReceives(client, 5 + HISTORY, 5 + HISTORY);
    }

    @Test
    void sendsGapIfHistoryAlwaysMovesOn() {
        TestServer server = serve(b -> b.stream("/", counter.topic));
        counter.change(3);
        for (int i = 0; i < 3; i++) {
            counter.meanwhile.add(() -> counter.change(HISTORY + 1));
        }
        TestStream client = connect(server, "/");

        assertReceivesState(client, 3 + 2 * (HISTORY + 1));
        MessageEvent gap = client.nextEvent();
        assertEquals("gap {\"lost\":1,\"reason\":\"trimmed\"}", gap.type() + " " + gap.data());
        assertEquals(3, counter.snapshots.get());
        assertReceives(client, 3 + 2 * (HISTORY + 1) + 2, 3 + 3 * (HISTORY + 1));
    }

    @Test
    void resumesBehindSnapshot() {
        TestServer server = serve(b -> b.stream("/", counter.topic));
        counter.change(3);
        TestStream client = connect(server, "/");
        assertReceivesState(client, 3);
        client.close();
        counter.change(HISTORY);

        TestStream again = closedAfterTest(client.reconnect().ignoreUnread());
        assertReceives(again, 4, 3 + HISTORY);
        assertEquals(1, counter.snapshots.get());
    }

    @Test
    void replacesChangesThatAreGone() {
        TestServer server = serve(b -> b.stream("/", counter.topic));
        TestStream client = connect(server, "/");
        assertReceivesState(client, 0);
        counter.change(1);
        assertReceives(client, 1, 1);
        client.close();
        counter.change(HISTORY + 1);

        TestStream again = closedAfterTest(client.reconnect().ignoreUnread());
        assertReceivesGap(again, 1);
        assertReceivesState(again, 2 + HISTORY);
        counter.change(1);
        assertReceives(again, 3 + HISTORY, 3 + HISTORY);
    }

    @Test
    void sendsRetainedChangesIfGapPolicySaysSo() {
        Counter oldest = new Counter(Topic.builder().gapPolicy(GapPolicy.OLDEST));
        TestServer server = serve(b -> b.stream("/", oldest.topic));
        TestStream client = connect(server, "/");
        assertReceivesState(client, 0);
        client.close();
        oldest.change(HISTORY + 1);

        TestStream again = closedAfterTest(client.reconnect().ignoreUnread());
        assertReceivesGap(again, 1);
        assertReceives(again, 2, 1 + HISTORY);
        assertEquals(1, oldest.snapshots.get());
    }

    @Test
    void endsStreamsIfItFails() {
        StreamWatch streams = new StreamWatch();
        TestServer server = serve(b -> b.stream("/", stream -> {
            streams.onOpen(stream);
            counter.topic.subscribe(stream);
        }));
        counter.meanwhile.add(() -> {
            throw new IllegalStateException("thrown by the test");
        });
        try (LogWatch log = LogWatch.onCore()) {
            TestStream client = connect(server, "/");
            StreamEnd end = client.awaitEnd();

            streams.awaitReason(CloseReason.FAILED);
            log.awaitOnly("snapshot of a topic threw");
            assertEquals(can(TransportAbility.MARKS_STREAM_END) ? StreamEnd.CUT : StreamEnd.COMPLETE, end);
        }
        TestStream next = connect(server, "/");
        assertReceivesState(next, 0);
    }

    private static void assertReceivesState(TestStream client, int number) {
        MessageEvent event = client.nextEvent();
        assertEquals("state " + number, event.type() + " " + event.data());
    }

    private static void assertReceivesGap(TestStream client, int lost) {
        MessageEvent event = client.nextEvent();
        assertEquals("gap {\"lost\":" + lost + ",\"reason\":\"trimmed\"}", event.type() + " " + event.data());
    }

    private static void assertReceives(TestStream client, int from, int to) {
        for (int number = from; number <= to; number++) {
            MessageEvent event = client.nextEvent();
            assertEquals("message " + number, event.type() + " " + event.data());
        }
    }
}
