package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.MessageEvent;
import sse.api.SendResult;
import sse.api.StreamOptions;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** Streams on every transport, from the first byte to the last. */
public abstract class StreamServerTest extends ContractTest {
    private static final int SENDERS = 4;
    private static final int EVENTS_EACH = 250;

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected StreamServerTest() {}

    @Test
    void sendsHeadAndCommentBeforeAnyEvent() {
        TestStream client = open(StreamOptions.defaults());

        assertEquals(200, client.status());
        assertEquals("text/event-stream", client.headers().first("Content-Type").orElseThrow());
        assertEquals(
                "no-cache, no-transform",
                client.headers().first("Cache-Control").orElseThrow());
        assertEquals("no", client.headers().first("X-Accel-Buffering").orElseThrow());
        assertEquals("?1", client.headers().first("Incremental").orElseThrow());
        client.nextComment();
    }

    @Test
    void sendsReconnectionTime() {
        TestStream client =
                open(StreamOptions.builder().retry(Duration.ofMillis(1234)).build());

        streams.next().send("x");
        client.nextEvent();

        assertEquals(Optional.of(Duration.ofMillis(1234)), client.retry());
    }

    @Test
    void deliversEveryFieldOfEvent() {
        TestStream client = open(StreamOptions.defaults());
        EventStream stream = streams.next();

        stream.send(Event.builder().type("price").id("é-1").data("a\n\nb\n").build());
        stream.send("plain");
        stream.send(Event.comment("only for the wire"));
        stream.send(Event.of("last"));

        assertEquals(MessageEvent.of("price", "a\n\nb\n", "é-1"), client.nextEvent());
        assertEquals(MessageEvent.of("message", "plain", "é-1"), client.nextEvent());
        assertEquals(MessageEvent.of("message", "last", "é-1"), client.nextEvent());
    }

    @Test
    void writesFramesByteForByte() {
        TestStream client = open(StreamOptions.defaults());
        EventStream stream = streams.next();
        stream.send("first");
        client.nextEvent();

        stream.send(Event.builder()
                .type("t")
                .id("1")
                .retry(Duration.ofSeconds(1))
                .data("a\nü")
                .build());
        stream.send(Event.comment("c"));
        stream.close();

        assertEquals("event: t\nid: 1\nretry: 1000\ndata: a\ndata: ü\n\n: c\n", client.readRest());
    }

    @Test
    void ticksUntilClientDisconnects() {
        int before = ticker.pendingTasks();
        AtomicInteger count = new AtomicInteger();
        TestServer server =
                serve(b -> b.stream("/", StreamOptions.builder().noHeartbeat().build(), stream -> {
                    stream.every(Duration.ofSeconds(2), () -> Event.of("tick " + count.incrementAndGet()));
                    streams.onOpen(stream);
                }));
        TestStream client = connect(server, "/");
        streams.next();

        whileTimePasses(() -> {
            for (int i = 1; i <= 3; i++) {
                assertEquals("tick " + i, client.nextEvent().data());
            }
            client.close();
            streams.awaitReason(CloseReason.CLIENT_GONE);
        });
        Eventually.becomes("tasks of the ticker", before, ticker::pendingTasks);
    }

    @Test
    void keepsOrderOfOneThread() {
        TestStream client = open(StreamOptions.builder().sendQueueBytes(1 << 20).build());
        EventStream stream = streams.next();

        for (int i = 0; i < 2000; i++) {
            assertEquals(SendResult.ACCEPTED, stream.send(Integer.toString(i)));
        }

        for (int i = 0; i < 2000; i++) {
            assertEquals(Integer.toString(i), client.nextEvent().data());
        }
    }

    @Test
    void keepsFramesOfConcurrentSendersWhole() throws InterruptedException {
        TestStream client = open(StreamOptions.builder().sendQueueBytes(4 << 20).build());
        EventStream stream = streams.next();
        List<Thread> threads = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            int number = sender;
            Thread thread = new Thread(() -> sendNumbered(stream, number), "contract-sender-" + sender);
            thread.start();
            threads.add(thread);
        }

        int[] next = new int[SENDERS];
        for (int i = 0; i < SENDERS * EVENTS_EACH; i++) {
            MessageEvent event = client.nextEvent();
            int sender = Integer.parseInt(event.type());
            int number = next[sender]++;
            assertEquals(numbered(sender, number), event.data());
            assertEquals(sender + "-" + number, event.lastEventId());
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(Optional.empty(), client.pollEvent());
    }

    private static void sendNumbered(EventStream stream, int sender) {
        for (int i = 0; i < EVENTS_EACH; i++) {
            stream.send(Event.builder()
                    .type(Integer.toString(sender))
                    .id(sender + "-" + i)
                    .data(numbered(sender, i))
                    .build());
        }
    }

    private static String numbered(int sender, int number) {
        return (sender + " " + number + "\n").repeat(number % 50 + 1);
    }

    @Test
    void deliversLargeEventToSlowClient() {
        String large = "0123456789abcdef".repeat(32 * 1024);
        TestServer server = serve(b -> b.stream("/", streams));
        TestStream client = closedAfterTest(
                clientOf(server).withWindow(4096).withReadSize(1000).connect("/"));

        streams.next().send(large);

        assertEquals(large, client.nextEvent().data());
    }

    @Test
    void deliversToClientThatReadsByteByByte() {
        TestServer server = serve(b -> b.stream("/", streams));
        TestStream client =
                closedAfterTest(clientOf(server).withWindow(1).withReadSize(1).connect("/"));
        EventStream stream = streams.next();

        for (int i = 0; i < 20; i++) {
            stream.send(Event.builder().id("" + i).data("ü".repeat(i)).build());
        }

        for (int i = 0; i < 20; i++) {
            assertEquals(MessageEvent.of("message", "ü".repeat(i), "" + i), client.nextEvent());
        }
    }

    @Test
    void deliversLastBytesBeforeItCloses() {
        TestStream client = open(StreamOptions.defaults());
        EventStream stream = streams.next();
        for (int i = 0; i < 20; i++) {
            stream.send(i + "x".repeat(5000));
        }

        stream.close();

        assertFalse(stream.isOpen());
        assertEquals(SendResult.CLOSED, stream.send("too late"));
        for (int i = 0; i < 20; i++) {
            assertEquals(i + "x".repeat(5000), client.nextEvent().data());
        }
        assertEquals(StreamEnd.COMPLETE, client.awaitEnd());
        streams.awaitReason(CloseReason.COMPLETED);
        assertEquals(Optional.of(CloseReason.COMPLETED), stream.closeReason());
    }

    @Test
    void failsOnlyStreamWhoseHandlerThrows() {
        TestServer server = serve(b -> b.stream("/", streams).stream("/broken", stream -> {
            streams.onOpen(stream);
            stream.send("before");
            throw new IllegalStateException("thrown by the test");
        }));
        TestStream sound = connect(server, "/");
        EventStream stream = streams.next();

        try (LogWatch log = LogWatch.onCore()) {
            TestStream broken = connect(server, "/broken");

            assertEquals("before", broken.nextEvent().data());
            broken.awaitEnd();
            streams.awaitReason(CloseReason.FAILED);
            log.awaitOnly("thrown by the test");
        }
        stream.send("still here");
        assertEquals("still here", sound.nextEvent().data());
    }

    @Test
    void reportsClosedClientOnce() {
        assertClientGone(TestStream::close);
    }

    @Test
    void reportsResetClientOnce() {
        assertClientGone(TestStream::reset);
    }

    @Test
    void reportsHalfClosedClientOnce() {
        assumeCan(TransportAbility.NOTICES_CLIENT_END);
        assertClientGone(TestStream::halfClose);
    }

    private void assertClientGone(Consumer<TestStream> leaving) {
        TestStream client = open(StreamOptions.defaults());
        EventStream stream = streams.next();

        leaving.accept(client);
        if (!can(TransportAbility.NOTICES_CLIENT_END)) {
            Eventually.holds("write shows that the client is gone", () -> stream.send("x") == SendResult.CLOSED);
        }

        Eventually.holds("stream is closed", () -> !stream.isOpen());
        streams.awaitReason(CloseReason.CLIENT_GONE);
        assertEquals(SendResult.CLOSED, stream.send("x"));
        List<CloseReason> late = new CopyOnWriteArrayList<>();
        stream.onClose(late::add);
        Eventually.becomes("late action", List.of(CloseReason.CLIENT_GONE), () -> List.copyOf(late));
        assertEquals(List.of(CloseReason.CLIENT_GONE), streams.reasons());
    }

    private TestStream open(StreamOptions options) {
        return connect(serve(b -> b.stream("/", options, streams)), "/");
    }

    @Test
    void endsShortIfHandlerThrows() {
        TestServer server = serve(b -> b.stream("/", stream -> {
            stream.send("before");
            throw new IllegalStateException("expected by this test");
        }));
        StreamEnd end = can(TransportAbility.MARKS_STREAM_END) ? StreamEnd.CUT : StreamEnd.COMPLETE;
        try (LogWatch log = LogWatch.onCore()) {
            TestStream client = connect(server, "/");

            assertEquals("before", client.nextEvent().data());
            assertEquals(end, client.awaitEnd());
            log.awaitOnly("handler of / threw");
        }
    }
}
