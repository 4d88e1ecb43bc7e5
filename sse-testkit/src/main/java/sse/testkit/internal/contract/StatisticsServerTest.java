package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.LaneStatistics;
import sse.api.OverflowPolicy;
import sse.api.ResumePointPolicy;
import sse.api.SendResult;
import sse.api.ServerStatistics;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** Statistics of a server, and its observer. */
public abstract class StatisticsServerTest extends ContractTest {
    private static final StreamOptions BARE = StreamOptions.builder()
            .noHeartbeat()
            .noRetry()
            .resumePoints(ResumePointPolicy.NEVER)
            .build();

    /** More than the systems between server and client take. */
    private static final int MOST_EVENTS = (64 << 20) / (8 * 1024);

    private static final Event LARGE = Event.of("x".repeat(8 * 1024));

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected StatisticsServerTest() {}

    @Test
    void countsEventsAndBytesPerStream() {
        Topic topic = Topic.builder().ticker(ticker).build();
        TestServer server = serve(b -> b.stream("/", BARE, stream -> {
            topic.subscribe(stream);
            streams.onOpen(stream);
        }));
        List<TestStream> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(connect(server, "/"));
        }
        EventStream one = streams.next();
        streams.next();
        streams.next();
        Eventually.becomes("subscribers", 3, topic::subscribers);

        topic.publish(Event.builder().id("1").data("for all").build());
        topic.publish(Event.builder().id("2").data("again").build());
        clients.forEach(TestStream::nextEvent);
        clients.forEach(TestStream::nextEvent);
        one.send("for one");

        Eventually.becomes("sent events", 7L, () -> server.server().statistics().sentEvents());
        String all = ":\nid: 1\ndata: for all\n\nid: 2\ndata: again\n\n";
        long bytes = (all.repeat(3) + "data: for one\n\n").getBytes(StandardCharsets.UTF_8).length;
        ServerStatistics statistics = server.server().statistics();
        assertEquals(bytes, statistics.sentBytes());
        assertEquals(0, statistics.droppedEvents());
        assertTrue(statistics.lanes().stream().mapToLong(LaneStatistics::runs).sum() > 0);
    }

    @Test
    void countsStreamsByOutcome() {
        TestServer server =
                serve(b -> b.stream("/", StreamOptions.defaults(), streams).maxStreams(2));
        TestStream leaves = connect(server, "/");
        streams.next();
        TestStream stays = connect(server, "/");
        EventStream second = streams.next();
        connect(server, "/").readRest();
        assertEquals(1, server.server().statistics().shed());

        second.close();
        stays.readRest();
        leaves.close();
        whileTimePasses(() -> Eventually.becomes("open streams", 0, server.server()::openStreams));

        ServerStatistics statistics = server.server().statistics();
        Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, 0L);
        }
        closed.put(CloseReason.COMPLETED, 1L);
        closed.put(CloseReason.CLIENT_GONE, 1L);
        assertEquals(closed, statistics.closedStreams());
        assertEquals(2, statistics.openedStreams());
        assertEquals(0, statistics.openStreams());
        assertEquals(1, statistics.shed());
    }

    @Test
    void countsDroppedNewestEvents() {
        TestServer server = serve(b -> b.stream("/", dropping(OverflowPolicy.DROP_NEWEST), streams));
        connect(server, "/");
        EventStream stream = streams.next();

        int dropped = 0;
        for (int i = 0; i < MOST_EVENTS && dropped < 5; i++) {
            dropped += stream.send(LARGE) == SendResult.DROPPED ? 1 : 0;
        }

        assertEquals(5, dropped);
        assertEquals(5, stream.droppedEvents());
        assertEquals(5, server.server().statistics().droppedEvents());
    }

    @Test
    void countsDroppedOldestEvents() {
        TestServer server = serve(b -> b.stream("/", dropping(OverflowPolicy.DROP_OLDEST), streams));
        TestStream client = connect(server, "/");
        EventStream stream = streams.next();

        int sent = 0;
        while (sent < MOST_EVENTS && stream.droppedEvents() < 5) {
            assertEquals(SendResult.ACCEPTED, stream.send(LARGE));
            sent++;
        }
        assertEquals(5, stream.droppedEvents());
        stream.close();

        int received = client.nextEvents(sent - 5).size();
        assertEquals(StreamEnd.COMPLETE, client.awaitEnd());
        assertEquals(sent - 5, received);
        assertEquals(5, server.server().statistics().droppedEvents());
    }

    private static StreamOptions dropping(OverflowPolicy policy) {
        return BARE.toBuilder()
                .sendQueueBytes(16 * 1024)
                .overflowPolicy(policy)
                .writeTimeout(Duration.ofDays(1))
                .build();
    }

    @Test
    void notifiesObserverInOrder() {
        Observed observed = new Observed();
        TestServer server =
                serve(b -> b.stream("/{name}", BARE, streams).maxStreams(1).observer(observed));
        TestStream client = connect(server, "/one");
        EventStream stream = streams.next();
        ticker.advance(Duration.ofSeconds(5));
        connect(server, "/two").readRest();
        stream.close();
        client.readRest();
        client.close();

        List<String> expected = List.of("open /one", "shed /two", "closed /one COMPLETED PT5S 0");
        Eventually.becomes("calls", expected, observed::calls);
    }

    @Test
    void notifiesInOrderOnUnorderedExecutor() {
        // Without sockets the executor also runs the transport.
        assumeCan(TransportAbility.SOCKETS);
        Observed observed = new Observed();
        NewestFirst executor = new NewestFirst();
        TestServer server = serve(b ->
                b.executor(executor).stream("/", BARE, streams).maxStreams(1).observer(observed));
        TestStream client = connect(server, "/");
        EventStream stream = streams.next();
        executor.hold();
        try {
            connect(server, "/").readRest();
            stream.close();
            client.readRest();
            client.close();
            whileTimePasses(() -> Eventually.becomes("open streams", 0, server.server()::openStreams));
        } finally {
            executor.release();
        }

        assertEquals(
                List.of("open /", "shed /", "closed /"),
                observed.calls().stream()
                        .map(call -> call.replaceAll(" [A-Z].*", ""))
                        .toList());
    }

    @Test
    void reportsDroppedEventsToObserver() {
        Observed observed = new Observed();
        StreamOptions options = BARE.toBuilder()
                .heartbeat(Duration.ofSeconds(5))
                .sendQueueBytes(16 * 1024)
                .overflowPolicy(OverflowPolicy.DROP_NEWEST)
                .writeTimeout(Duration.ofDays(1))
                .build();
        TestServer server = serve(b -> b.stream("/", options, streams).observer(observed));
        TestStream client = connect(server, "/");
        EventStream stream = streams.next();
        for (int i = 0; i < MOST_EVENTS && stream.droppedEvents() < 5; i++) {
            stream.send(LARGE);
        }
        client.close();
        whileTimePasses(() -> Eventually.becomes("open streams", 0, server.server()::openStreams));

        Eventually.becomes("calls", 2, () -> observed.calls().size());
        assertTrue(
                observed.calls().get(1).endsWith(" 5"), () -> observed.calls().toString());
    }

    @Test
    void continuesIfObserverThrows() {
        Observed observed = new Observed().throwing();
        TestServer server = serve(b -> b.stream("/", BARE, streams).observer(observed));
        try (LogWatch log = LogWatch.onCore()) {
            TestStream client = connect(server, "/");
            EventStream stream = streams.next();
            stream.send("a");
            assertEquals("a", client.nextEvent().data());
            stream.close();
            client.readRest();
            client.close();

            Eventually.becomes("calls", List.of("open /", "closed / COMPLETED PT0S 0"), observed::calls);
            log.awaitOnly(2, "server observer threw");
        }
    }

    @Test
    void notifiesOfEveryStreamBeforeCloseReturns() {
        CountDownLatch closed = new CountDownLatch(1);
        Observed observed = new Observed().slow(closed);
        TestServer server =
                serve(b -> b.executor(task -> new Thread(task, "contract-worker").start()).stream("/", BARE, streams)
                        .observer(observed));
        connect(server, "/");
        streams.next();
        whileTimePasses(server.server()::close);
        closed.countDown();

        assertEquals(2, observed.calls().size());
        assertTrue(
                observed.calls().get(1).startsWith("closed / SHUTDOWN "),
                () -> observed.calls().toString());
    }
}
