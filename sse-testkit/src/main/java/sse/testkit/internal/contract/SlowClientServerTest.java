package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.MessageEvent;
import sse.api.OverflowPolicy;
import sse.api.SendResult;
import sse.api.StreamOptions;
import sse.testkit.StreamEnd;
import sse.testkit.TestClient;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** Slow clients: the bound of the send queue, overflow policies and blocking sends. */
public abstract class SlowClientServerTest extends ContractTest {
    private static final int MORE = 10;
    private static final int SEND_QUEUE_BYTES = 64 * 1024;

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected SlowClientServerTest() {}

    /** A stream whose send queue is full, and its client, which has not read. */
    private record Stalled(TestServer server, EventStream stream, TestStream client, SlowClient sender) {}

    @Test
    void boundsSendQueue() {
        Stalled stalled = stall(OverflowPolicy.DROP_NEWEST);

        assertTrue(stalled.stream().pendingBytes() <= SEND_QUEUE_BYTES);
        assertFalse(stalled.stream().isWritable());
        assertTrue(stalled.stream().isOpen());
    }

    @Test
    void disconnectsOnOverflow() {
        Stalled stalled = stall(OverflowPolicy.DISCONNECT);

        assertEquals(SendResult.CLOSED, sendUntilRefused(stalled.sender()));

        assertFalse(stalled.stream().isOpen());
        assertEquals(Optional.of(CloseReason.OVERFLOW), stalled.stream().closeReason());
        assertEquals(SendResult.CLOSED, stalled.stream().send("late"));
        streams.awaitReason(CloseReason.OVERFLOW);
        Eventually.becomes("open streams", 0, stalled.server().server()::openStreams);
        stalled.client().skipToEnd();
    }

    @Test
    void dropsNewestOnOverflow() {
        Stalled stalled = stall(OverflowPolicy.DROP_NEWEST);
        int dropped = 0;
        for (int i = 0; i < MORE; i++) {
            dropped += stalled.sender().send() == SendResult.DROPPED ? 1 : 0;
        }

        assertTrue(dropped > 0);
        assertEquals(dropped, stalled.stream().droppedEvents());
        for (int id : stalled.sender().accepted()) {
            assertEquals(Integer.toString(id), stalled.client().nextEvent().lastEventId());
        }
        assertTrue(stalled.stream().isOpen());
        assertEquals(SendResult.ACCEPTED, stalled.stream().send("goes on"));
        assertEquals("goes on", stalled.client().nextEvent().data());
        assertEquals(dropped, stalled.stream().droppedEvents());
    }

    @Test
    void dropsOldestOnOverflow() {
        Stalled stalled = stall(OverflowPolicy.DROP_OLDEST);
        for (int i = 0; i < MORE; i++) {
            assertEquals(SendResult.ACCEPTED, stalled.sender().send());
        }
        long dropped = stalled.stream().droppedEvents();
        List<Integer> accepted = stalled.sender().accepted();
        int last = accepted.get(accepted.size() - 1);

        assertTrue(dropped > 0);
        List<Integer> received = new ArrayList<>();
        do {
            received.add(Integer.parseInt(stalled.client().nextEvent().lastEventId()));
        } while (received.get(received.size() - 1) != last);
        assertEquals(received.stream().sorted().distinct().toList(), received);
        assertEquals(accepted.size(), received.size() + dropped);
        assertTrue(stalled.stream().isOpen());
    }

    @Test
    void neverDropsPartlyWrittenEvent() {
        Stalled stalled = stall(OverflowPolicy.DROP_OLDEST);
        for (int i = 0; i < MORE; i++) {
            stalled.sender().send();
        }
        stalled.stream().close();

        long dropped = stalled.stream().droppedEvents();
        assertTrue(dropped > 0);
        long expected = stalled.sender().accepted().size() - dropped;
        for (MessageEvent event : stalled.client().nextEvents((int) expected)) {
            int number = Integer.parseInt(event.lastEventId());
            assertEquals(SlowClient.event(number).data().orElseThrow(), event.data());
        }
        assertEquals(StreamEnd.COMPLETE, stalled.client().awaitEnd());
    }

    @Test
    void acceptsOneEventLargerThanSendQueue() {
        String large = "x".repeat(2 * SEND_QUEUE_BYTES);
        List<SendResult> results = new CopyOnWriteArrayList<>();
        TestServer server = serve(b -> b.stream("/", options(OverflowPolicy.DISCONNECT), stream -> {
            results.add(stream.send(large));
            streams.onOpen(stream);
        }));
        TestStream client = connect(server, "/");

        streams.next();
        assertEquals(List.of(SendResult.ACCEPTED), results);
        assertEquals(large, client.nextEvent().data());
    }

    @Test
    void sendsLargeEventBetweenSmallOnes() {
        String large = "x".repeat(300_000);
        TestServer server = serve(b -> b.stream("/", stream -> {
            stream.send("before");
            stream.send(large);
            stream.send("after");
            stream.close();
        }));
        for (int i = 0; i < 12; i++) {
            TestStream client = connect(server, "/");

            assertEquals("before", client.nextEvent().data());
            assertEquals(large, client.nextEvent().data());
            assertEquals("after", client.nextEvent().data());
            assertEquals(StreamEnd.COMPLETE, client.awaitEnd());
        }
    }

    @Test
    void dropsNothingButEvents() {
        TestServer server = serve(b -> b.stream("/", options(OverflowPolicy.DROP_OLDEST), stream -> {
            for (int i = 0; i < MORE; i++) {
                stream.send(SlowClient.event(i));
            }
            streams.onOpen(stream);
        }));
        TestClient reader = clientOf(server);
        if (!can(TransportAbility.SOCKETS)) {
            reader = reader.withWindow(10); // A part of the first bytes is still queued when the events come.
        }
        TestStream client = closedAfterTest(reader.connect("/").ignoreUnread());

        EventStream stream = streams.next();
        assertTrue(can(TransportAbility.SOCKETS) || stream.droppedEvents() > 0);
        int received = 0;
        while (!client.nextEvent().lastEventId().equals(Integer.toString(MORE - 1))) {
            received++;
        }
        assertEquals(MORE, received + 1 + stream.droppedEvents());
        assertEquals(Optional.of(Duration.ofSeconds(3)), client.retry());
    }

    @Test
    void servesOthersWhileOneDoesNotRead() {
        Stalled stalled = stall(OverflowPolicy.DROP_NEWEST);
        for (int i = 0; i < 8; i++) {
            TestStream other = connect(stalled.server(), "/");
            EventStream stream = streams.next();
            stalled.sender().send();
            stream.send("served " + i);

            assertEquals("served " + i, other.nextEvent().data());
        }
    }

    @Test
    void callsOnWritableOnce() {
        Stalled stalled = stall(OverflowPolicy.DROP_NEWEST);
        AtomicInteger runs = new AtomicInteger();
        stalled.stream().onWritable(runs::incrementAndGet);
        assertEquals(0, runs.get());

        for (int id : stalled.sender().accepted()) {
            assertEquals(Integer.toString(id), stalled.client().nextEvent().lastEventId());
        }

        Eventually.becomes("runs", 1, runs::get);
        Eventually.holds("stream is writable", stalled.stream()::isWritable);
        stalled.stream().onWritable(runs::incrementAndGet);
        Eventually.becomes("runs", 2, runs::get);
    }

    @Test
    void resumesBlockedSendWhenClientReads() throws Exception {
        Stalled stalled = stall(OverflowPolicy.DISCONNECT);
        CompletableFuture<SendResult> result = sendFromOtherThread(stalled.stream());

        for (int id : stalled.sender().accepted()) {
            assertEquals(Integer.toString(id), stalled.client().nextEvent().lastEventId());
        }

        assertEquals(SendResult.ACCEPTED, result.get(10, TimeUnit.SECONDS));
        assertEquals("blocked", stalled.client().nextEvent().lastEventId());
        assertEquals(0, stalled.stream().droppedEvents());
    }

    @Test
    void endsBlockedSendWhenStreamCloses() throws Exception {
        Stalled stalled = stall(OverflowPolicy.DISCONNECT);
        CompletableFuture<SendResult> result = sendFromOtherThread(stalled.stream());

        stalled.client().reset();

        SendResult first = result.get(10, TimeUnit.SECONDS);
        // The peer's buffers may have accepted bytes once more before the reset: until they are full, no send waits.
        for (int i = 0; first == SendResult.ACCEPTED && i < 100; i++) {
            first = stalled.stream().send(blocked(), Duration.ofSeconds(10));
        }
        assertEquals(SendResult.CLOSED, first);
    }

    private static Event blocked() {
        return Event.builder()
                .id("blocked")
                .data("x".repeat(SlowClient.EVENT_BYTES))
                .build();
    }

    private static CompletableFuture<SendResult> sendFromOtherThread(EventStream stream) {
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        Event event = blocked();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(stream.send(event, Duration.ofSeconds(10)));
                    } catch (InterruptedException | RuntimeException failure) {
                        result.completeExceptionally(failure);
                    }
                },
                "contract-blocked-sender");
        thread.start();
        Eventually.holds(
                "sender waits",
                () -> thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.TERMINATED);
        return result;
    }

    private Stalled stall(OverflowPolicy policy) {
        TestServer server = serve(b -> b.stream("/", options(policy), streams));
        TestStream client =
                closedAfterTest(clientOf(server).withWindow(4096).connect("/").ignoreUnread());
        EventStream stream = streams.next();
        SlowClient sender = new SlowClient(stream, stallTime());
        sender.fill();
        return new Stalled(server, stream, client, sender);
    }

    private static StreamOptions options(OverflowPolicy policy) {
        return StreamOptions.builder()
                .sendQueueBytes(SEND_QUEUE_BYTES)
                .overflowPolicy(policy)
                .build();
    }

    private static SendResult sendUntilRefused(SlowClient sender) {
        SendResult result = sender.send();
        for (int i = 0; i < MORE && result == SendResult.ACCEPTED; i++) {
            result = sender.send();
        }
        return result;
    }
}
