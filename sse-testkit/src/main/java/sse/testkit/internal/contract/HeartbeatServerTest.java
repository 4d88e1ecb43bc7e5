package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.SendResult;
import sse.api.StreamOptions;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** Heartbeats and write timeouts. */
public abstract class HeartbeatServerTest extends ContractTest {
    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected HeartbeatServerTest() {}

    @Test
    void sendsCommentAfterSilence() {
        TestStream client =
                open(StreamOptions.builder().heartbeat(Duration.ofSeconds(8)).build());
        EventStream stream = streams.next();
        stream.send("x");
        client.nextEvent();
        client.nextComment();

        ticker.advance(Duration.ofMillis(can(TransportAbility.NOTICES_CLIENT_END) ? 5900 : 1900));
        stream.send("early");
        assertEquals("data: early\n\n", client.readText(13));
        ticker.advance(Duration.ofSeconds(8));

        assertEquals("", client.nextComment());
        stream.send("after it");
        assertEquals("after it", client.nextEvent().data());
        assertTrue(stream.isOpen());
    }

    @Test
    void sendsNoCommentWithoutHeartbeat() {
        TestStream client = open(StreamOptions.builder().noHeartbeat().build());
        EventStream stream = streams.next();
        stream.send("x");
        client.nextEvent();

        ticker.advance(Duration.ofHours(1));
        stream.send("y");
        stream.close();

        assertEquals("data: y\n\n", client.readRest());
    }

    @Test
    void sendsEventAsHeartbeat() {
        TestStream client = open(StreamOptions.builder()
                .heartbeat(Duration.ofSeconds(8))
                .heartbeatEvent(Event.builder().type("ping").data("{}").build())
                .build());
        streams.next().send("x");
        client.nextEvent();

        ticker.advance(Duration.ofSeconds(8));

        assertEquals("event: ping\ndata: {}\n\n", client.readText(22));
    }

    @Test
    void sendsEventOfSupplierAsHeartbeat() {
        AtomicInteger calls = new AtomicInteger();
        TestStream client = open(StreamOptions.builder()
                .heartbeat(Duration.ofSeconds(8))
                .heartbeatEvent(() -> Event.of("beat " + calls.incrementAndGet()))
                .build());
        streams.next().send("x");
        client.nextEvent();

        for (int beat = 1; beat <= 3; beat++) {
            ticker.advance(Duration.ofSeconds(7));
            assertEquals("data: beat " + beat + "\n\n", client.readText(14));
        }
    }

    @Test
    void sendsCommentIfSupplierOfHeartbeatFails() {
        try (LogWatch log = LogWatch.onCore()) {
            TestStream client = open(StreamOptions.builder()
                    .heartbeat(Duration.ofSeconds(8))
                    .heartbeatEvent(() -> {
                        throw new IllegalStateException("no beat");
                    })
                    .build());
            EventStream stream = streams.next();
            stream.send("x");
            client.nextEvent();

            whileTimePasses(() -> assertEquals(":\n:\n", client.readText(4)));

            assertTrue(stream.isOpen());
            log.awaitOnly("heartbeat supplier of / threw");
        }
    }

    @Test
    void detectsDisconnectByHeartbeat() {
        TestStream client =
                open(StreamOptions.builder().heartbeat(Duration.ofSeconds(8)).build());
        EventStream stream = streams.next();

        client.reset();

        if (can(TransportAbility.NOTICES_CLIENT_END)) {
            streams.awaitReason(CloseReason.CLIENT_GONE); // No heartbeat is needed: no time passes.
        } else {
            assertTrue(stream.isOpen());
            whileTimePasses(() -> streams.awaitReason(CloseReason.CLIENT_GONE));
        }
    }

    @Test
    void timesOutClientThatAcceptsNoBytes() {
        int before = ticker.pendingTasks();
        TestServer server = serve(b -> b.stream(
                "/",
                StreamOptions.builder().writeTimeout(Duration.ofSeconds(10)).build(),
                streams));
        closedAfterTest(clientOf(server).withWindow(4096).connect("/").ignoreUnread());
        EventStream stream = streams.next();
        new SlowClient(stream, stallTime()).fill();

        ticker.advance(Duration.ofSeconds(9));
        assertTrue(stream.isOpen());

        // Bytes that the systems on the way still take count as taken by the client.
        whileTimePasses(() -> streams.awaitReason(CloseReason.TIMED_OUT));
        assertEquals(SendResult.CLOSED, stream.send("x"));
        Eventually.becomes("open streams", 0, server.server()::openStreams);
        Eventually.becomes("tasks of the ticker", before, ticker::pendingTasks);
    }

    private TestStream open(StreamOptions options) {
        return connect(serve(b -> b.stream("/", options, streams)), "/");
    }

    @Test
    void endsWithLastEventOfSupplier() {
        TestServer server = serve(b -> b.stream(
                "/",
                stream -> stream.every(Duration.ofSeconds(1), () -> {
                    stream.close();
                    return Event.of("last");
                })));
        TestStream client = connect(server, "/");

        whileTimePasses(() -> assertEquals("last", client.nextEvent().data()));
        assertEquals(StreamEnd.COMPLETE, client.awaitEnd());
    }
}
