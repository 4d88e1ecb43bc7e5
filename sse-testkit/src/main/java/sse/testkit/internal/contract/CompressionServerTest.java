package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.Hub;
import sse.api.Topic;
import sse.testkit.MemoryHistory;
import sse.testkit.TestClient;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** Streams that are compressed for clients that ask for it, on connections that mark the end of a stream. */
public abstract class CompressionServerTest extends CompressedTopicTest {
    private static final int WINDOW = 10;
    private static final int PAGED_EVENTS = 300;

    /** Creates the part. */
    protected CompressionServerTest() {}

    @Test
    void sendsIdentityUnlessAsked() {
        TestServer server = serveTopic();

        for (Optional<String> accepted : List.of(
                Optional.<String>empty(),
                Optional.of("gzip;q=0"),
                Optional.of("*"),
                Optional.of("br, deflate"),
                Optional.of("identity, gzip;q=0.5"))) {
            TestClient client = clientOf(server);
            TestStream stream = closedAfterTest(accepted.map(value -> client.withHeader("Accept-Encoding", value))
                    .orElse(client)
                    .connect("/")
                    .ignoreUnread());
            assertFalse(stream.headers().contains("Content-Encoding"), accepted::toString);
            assertEquals(List.of("Accept-Encoding"), stream.headers().all("Vary"), accepted::toString);
            assertEquals(":\nretry: 3000\n", stream.readText(14));
        }
    }

    @Test
    void compressesForAnyFormOfTheName() {
        TestServer server = serveTopic();

        for (String accepted : List.of("gzip", "GZIP;q=0.1", "deflate, x-gzip", "identity;q=0.5, gzip", "br, gzip")) {
            TestStream stream = closedAfterTest(clientOf(server)
                    .withHeader("Accept-Encoding", accepted)
                    .connect("/")
                    .ignoreUnread());
            assertEquals(List.of("gzip"), stream.headers().all("Content-Encoding"), accepted);
            assertEquals(List.of("Accept-Encoding"), stream.headers().all("Vary"), accepted);
        }
    }

    @Test
    void answersHeadWithSameFields() {
        TestServer server = serveTopic();

        TestResponse head = clientOf(server)
                .request(
                        "HEAD",
                        "/",
                        Headers.builder()
                                .add("Accept", "text/event-stream")
                                .add("Accept-Encoding", "gzip")
                                .build(),
                        "");

        assertEquals("gzip", head.header("Content-Encoding"));
        assertEquals("Accept-Encoding", head.header("Vary"));
    }

    @Test
    void compressesNothingByDefault() {
        TestServer server = serve(b -> b.stream("/", topic));

        TestStream stream = closedAfterTest(asking(server).connect("/").ignoreUnread());

        assertFalse(stream.headers().contains("Content-Encoding"));
        assertFalse(stream.headers().contains("Vary"));
    }

    @Test
    void sendsIdentityToHttp10() {
        assumeCan(TransportAbility.SOCKETS);
        assumeCan(TransportAbility.SPEAKS_HTTP1);
        TestServer server = serveTopic();

        try (TestConnection connection = clientOf(server).open()) {
            connection.sendRaw(
                    "GET / HTTP/1.0\r\nHost: a\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\r\n");
            TestStream stream = connection.receiveStream();
            assertFalse(stream.headers().contains("Content-Encoding"));
            assertEquals(":\nretry: 3000\n", stream.readText(14));
        }
    }

    @Test
    void storesEventsOfOneStream() {
        TestServer server = serve(b -> b.stream("/", GZIP, streams));
        GzipClient client = connectAsking(server);
        EventStream stream = streams.next();

        stream.send("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        assertEquals("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", client.nextData());

        assertContains("data: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n\n", client.takenBytes());
        stream.close();
        assertEquals("", client.readToEnd());
    }

    @Test
    void replaysAsManyEventsAsWithoutCompression() {
        TestServer server = serveTopic();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ids.add(topic.publish(tick(i)));
        }
        GzipClient client = closedAfterTest(new GzipClient(
                asking(server).withLastEventId(ids.get(99)).connect("/").ignoreUnread()));

        for (int i = 100; i < 500; i++) {
            assertEquals(tick(i).data().orElseThrow(), client.nextData());
        }
        int compressed = client.takenBytes().length;

        assertTrue(compressed < 400 * tick(0).encodedLength() / 3, () -> "bytes of the replay: " + compressed);
    }

    @Test
    void storesPagesOfHistory() {
        Hub hub = closedAfterTest(Hub.builder().history(MemoryHistory.create()).build());
        Topic durable = hub.topic("durable", settings -> settings.history(WINDOW, Duration.ofHours(1)));
        TestServer server = serve(b -> b.stream("/", GZIP, durable));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < PAGED_EVENTS; i++) {
            ids.add(durable.publish(tick(i)));
        }
        GzipClient other = connectAsking(server);
        GzipClient resuming = closedAfterTest(new GzipClient(
                asking(server).withLastEventId(ids.get(9)).connect("/").ignoreUnread()));

        for (int i = 10; i < PAGED_EVENTS; i++) {
            assertEquals(tick(i).data().orElseThrow(), resuming.nextData());
            if (i < PAGED_EVENTS - WINDOW) {
                assertContains(tick(i).data().orElseThrow(), resuming.takenBytes());
            }
        }
        Eventually.becomes("subscribers", 2, durable::subscribers);
        List<GzipClient> clients = List.of(other, resuming);
        for (int i = 0; i < PAGED_EVENTS; i++) {
            clients.forEach(GzipClient::takenBytes);
            durable.publish(tick(0));
            clients.forEach(client -> assertEquals(tick(0).data().orElseThrow(), client.nextData()));
        }

        int last = resuming.takenBytes().length;
        assertTrue(last < tick(0).encodedLength() / 2, () -> "bytes of an event in step: " + last);
        server.close();
        clients.forEach(client -> assertEquals("", client.readToEnd()));
    }

    @Test
    void endsWithoutTrailerIfStreamFails() {
        assumeCan(TransportAbility.MARKS_STREAM_END);
        TestServer server = serve(b -> b.stream("/", GZIP, stream -> {
            streams.onOpen(stream);
            stream.send("last");
            throw new IllegalStateException("expected by this test");
        }));
        try (LogWatch log = LogWatch.onCore()) {
            GzipClient client = connectAsking(server);
            assertEquals("last", client.nextData());

            assertFalse(client.isCompleteAtEnd());
            log.awaitOnly("handler of / threw");
        }
    }
}
