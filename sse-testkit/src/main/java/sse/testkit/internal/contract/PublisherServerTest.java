package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.EventStream;
import sse.api.StreamOptions;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** Streams that subscribe to a publisher. */
public abstract class PublisherServerTest extends ContractTest {
    private static final StreamOptions OPTIONS =
            StreamOptions.builder().sendQueueBytes(64 * 1024).build();
    private static final int PUBLISHED = 1000;

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected PublisherServerTest() {}

    @Test
    void requestsEventsThatFit() {
        NumberedPublisher publisher = new NumberedPublisher(PUBLISHED);
        TestServer server = serve(b -> b.stream("/", OPTIONS, stream -> {
            streams.onOpen(stream);
            stream.sendAll(publisher);
        }));
        TestStream client =
                closedAfterTest(clientOf(server).withWindow(4096).connect("/").ignoreUnread());
        EventStream stream = streams.next();
        Eventually.holds("send queue is full", () -> !stream.isWritable());

        for (int i = 0; i < PUBLISHED; i++) {
            assertEquals(Integer.toString(i), client.nextEvent().lastEventId());
            int read = i + 1;
            assertTrue(publisher.published() <= read + PUBLISHED / 2, () -> read + " read, " + publisher.published());
        }

        assertEquals(StreamEnd.COMPLETE, client.awaitEnd());
        streams.awaitReason(CloseReason.COMPLETED);
        assertEquals(0, stream.droppedEvents());
    }

    @Test
    void cancelsPublisherOnDisconnect() {
        NumberedPublisher publisher = new NumberedPublisher(Integer.MAX_VALUE);
        TestServer server = serve(b -> b.stream("/", OPTIONS, stream -> {
            streams.onOpen(stream);
            stream.sendAll(publisher);
        }));
        TestStream client = connect(server, "/");
        client.nextEvent();

        client.reset();

        streams.awaitReason(CloseReason.CLIENT_GONE);
        Eventually.holds("subscription is cancelled", publisher::isCancelled);
    }

    @Test
    void failsWithItsPublisher() {
        NumberedPublisher publisher = new NumberedPublisher(3).lasting();
        TestServer server = serve(b -> b.stream("/", stream -> {
            streams.onOpen(stream);
            stream.sendAll(publisher);
        }));
        try (LogWatch log = LogWatch.onCore()) {
            TestStream client = connect(server, "/");
            expectEvents(3, client);

            publisher.fail();

            client.awaitEnd();
            streams.awaitReason(CloseReason.FAILED);
            log.awaitOnly("thrown by the test");
        }
    }

    /** Over HTTP/2 the client may drop what it has not read when the reset arrives. */
    @Test
    void sendsEventsOfPublisherThatFails() {
        assumeCan(TransportAbility.SPEAKS_HTTP1);
        NumberedPublisher publisher = new NumberedPublisher(3).failing();
        TestServer server = serve(b -> b.stream("/", stream -> {
            streams.onOpen(stream);
            stream.sendAll(publisher);
        }));
        try (LogWatch log = LogWatch.onCore()) {
            TestStream client = connect(server, "/");

            expectEvents(3, client);
            client.awaitEnd();
            streams.awaitReason(CloseReason.FAILED);
            log.awaitOnly("thrown by the test");
        }
    }

    private static void expectEvents(int count, TestStream client) {
        for (int i = 0; i < count; i++) {
            assertEquals(Integer.toString(i), client.nextEvent().lastEventId());
        }
    }
}
