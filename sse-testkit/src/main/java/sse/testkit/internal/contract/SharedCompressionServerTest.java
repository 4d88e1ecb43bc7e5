package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sse.api.CompressionStatistics;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.TestServer;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** Compressed streams of a topic: how they join those in step, and leave them. */
public abstract class SharedCompressionServerTest extends CompressedTopicTest {
    /** An empty stored block, by which deflated bytes are flushed, with the bits before it. */
    private static final long FLUSH_BYTES = 6;

    /** Creates the part. */
    protected SharedCompressionServerTest() {}

    @Test
    void sendsEachEventAtOnce() {
        TestServer server = serveTopic();
        List<GzipClient> clients = List.of(subscribed(server, 1), subscribed(server, 2), subscribed(server, 3));

        for (int i = 0; i < 100; i++) {
            Event event = tick(i);
            topic.publish(event);
            for (GzipClient client : clients) {
                assertEquals(event.data().orElseThrow(), client.nextData());
            }
        }
        assertEquals(List.of("gzip"), clients.get(0).stream().headers().all("Content-Encoding"));
        server.close();
        for (GzipClient client : clients) {
            assertEquals("", client.readToEnd());
        }
    }

    @Test
    void joinsLate() {
        TestServer server = serveTopic();
        List<GzipClient> clients = new ArrayList<>(List.of(subscribed(server, 1), subscribed(server, 2)));
        awaitInStep(clients);
        GzipClient late = subscribed(server, 3);
        clients.add(late);

        publish(1, clients);
        int first = late.takenBytes().length;
        assertTrue(first > tick(0).encodedLength() / 2, () -> "the first event has no history: " + first);

        awaitInStep(clients);
        server.close();
        for (GzipClient client : clients) {
            assertEquals("", client.readToEnd());
        }
    }

    @Test
    void leavesAndJoinsAroundEventOfItsOwn() {
        TestServer server = serve(b -> b.stream("/", GZIP, stream -> {
            streams.onOpen(stream);
            topic.subscribe(stream);
        }));
        GzipClient first = subscribed(server, 1);
        GzipClient second = subscribed(server, 2);
        List<GzipClient> clients = List.of(first, second);
        streams.next();
        EventStream own = streams.next();
        publish(EVENTS_TO_JOIN, clients);

        own.send("for the second");
        assertEquals("for the second", second.nextData());
        assertContains("data: for the second\n\n", second.takenBytes());

        awaitInStep(clients);
        server.close();
        assertEquals("", first.readToEnd());
        assertEquals("", second.readToEnd());
    }

    @Test
    void sharesNothingOfTransform() {
        Topic plain = topic;
        TestServer server = serve(b -> b.stream("/", GZIP, plain).stream(
                "/transformed",
                GZIP,
                stream -> plain.subscribe(
                        stream,
                        event -> Optional.of(
                                Event.of("secret of one stream " + event.data().orElseThrow())))));
        GzipClient first = subscribed(server, 1);
        GzipClient second = subscribed(server, 2);
        publish(EVENTS_TO_JOIN, List.of(first, second));
        GzipClient transformed = connectAsking(server, "/transformed");
        Eventually.becomes("subscribers", 3, plain::subscribers);

        for (int i = 0; i < 3; i++) {
            publishTakingBytes(List.of(first, second));
            assertEquals("secret of one stream " + tick(0).data().orElseThrow(), transformed.nextData());
            assertContains("data: secret of one stream " + tick(0).data().orElseThrow(), transformed.takenBytes());
        }

        server.close();
        assertEquals("", first.readToEnd());
        assertEquals("", second.readToEnd());
        assertEquals("", transformed.readToEnd());
    }

    @Test
    void storesEventsOfSeveralTopics() {
        Topic other = Topic.builder().build();
        TestServer server = serve(b -> b.stream("/", GZIP, stream -> {
            topic.subscribe(stream);
            other.subscribe(stream);
        }));
        GzipClient first = connectAsking(server);
        GzipClient second = connectAsking(server);
        Eventually.becomes("subscribers", 2, other::subscribers);
        Eventually.becomes("subscribers", 2, topic::subscribers);

        for (int i = 0; i < 3; i++) {
            topic.publish(tick(i));
            other.publish(Event.of("other " + i));
            for (GzipClient client : List.of(first, second)) {
                assertEquals(tick(i).data().orElseThrow(), client.nextData());
                assertEquals("other " + i, client.nextData());
                assertContains("data: other " + i, client.takenBytes());
            }
        }
    }

    @Test
    void sendsEmptyBlockAsHeartbeat() {
        StreamOptions options =
                GZIP.toBuilder().heartbeat(Duration.ofSeconds(8)).build();
        TestServer server = serve(b -> b.stream("/", options, topic));
        List<GzipClient> clients = List.of(subscribed(server, 1), subscribed(server, 2));
        publish(EVENTS_TO_JOIN, clients);

        ticker.advance(Duration.ofSeconds(8));

        for (GzipClient client : clients) {
            client.awaitHeartbeat();
        }
        awaitInStep(clients);
        server.close();
        for (GzipClient client : clients) {
            assertEquals("", client.readToEnd());
        }
    }

    @Test
    void splitsAtEveryByte() {
        assumeMemory();
        TestServer server = serveTopic();
        List<GzipClient> clients = new ArrayList<>();
        for (int window = 1; window <= 40; window++) {
            clients.add(closedAfterTest(new GzipClient(asking(server)
                    .withWindow(window)
                    .withReadSize(1 + window % 3)
                    .connect("/")
                    .ignoreUnread())));
        }
        Eventually.becomes("subscribers", clients.size(), topic::subscribers);

        publish(EVENTS_TO_JOIN, clients);
        topic.publishAll(List.of(tick(1), tick(2), tick(3)));
        for (GzipClient client : clients) {
            for (int i = 1; i <= 3; i++) {
                assertEquals(tick(i).data().orElseThrow(), client.nextData());
            }
        }
    }

    @Test
    void countsBytesBeforeAndAfter() {
        TestServer server = serveTopic();
        List<GzipClient> clients = List.of(subscribed(server, 1), subscribed(server, 2), subscribed(server, 3));
        publish(200, clients);

        long decoded = clients.stream().mapToLong(GzipClient::decodedBytes).sum();
        long read = clients.stream().mapToLong(GzipClient::readBytes).sum();
        Eventually.becomes(
                "bytes before",
                decoded,
                () -> server.server().statistics().compression().bytesBefore());
        CompressionStatistics statistics = server.server().statistics().compression();
        long unread = statistics.bytesAfter() - read;
        // Each client stops reading where an event is complete, before what ends its block.
        assertTrue(unread >= 0 && unread <= clients.size() * FLUSH_BYTES, () -> "read " + read + ": " + statistics);
        assertTrue(statistics.bytesAfter() < statistics.bytesBefore() / 2, statistics::toString);
        assertTrue(statistics.keyframes() >= 1, statistics::toString);
        assertTrue(statistics.compressors() >= 1, statistics::toString);

        clients.forEach(GzipClient::close);

        whileTimePasses(() -> Eventually.becomes(
                "compressors",
                0L,
                () -> server.server().statistics().compression().compressors()));
    }

    private void assumeMemory() {
        org.junit.jupiter.api.Assumptions.assumeFalse(can(TransportAbility.SOCKETS));
    }
}
