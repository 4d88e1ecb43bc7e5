package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Response;
import sse.testkit.StreamEnd;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** Servers at capacity, during shutdown and after a restart, as clients see them. */
public abstract class ShutdownServerTest extends ContractTest {
    /** The close timeout. A transport without threads waits for its lanes, others for running requests. */
    private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected ShutdownServerTest() {}

    @Test
    void shedsClientAtCapacity() {
        TestServer server = serve(b -> b.maxStreams(1).stream("/", streams));
        TestStream first = connect(server, "/");
        EventStream stream = streams.next();

        TestStream second = connect(server, "/");
        TestResponse other = clientOf(server).withHeader("Accept", "*/*").get("/");

        assertEquals(200, second.status());
        assertEquals(StreamEnd.COMPLETE, second.awaitEnd());
        assertBetween(
                Duration.ofSeconds(5), Duration.ofSeconds(15), second.retry().orElseThrow());
        assertEquals(503, other.status());
        int retryAfter = Integer.parseInt(other.header("Retry-After"));
        assertTrue(retryAfter >= 5 && retryAfter <= 15, () -> "Retry-After: " + retryAfter);
        assertFalse(streams.hasNext());
        stream.send("not evicted");
        assertEquals("not evicted", first.nextEvent().data());
    }

    @Test
    void spreadsRetryOfShedClients() {
        TestServer server = serve(b -> b.maxStreams(1).stream("/", streams));
        connect(server, "/");
        streams.next();
        Set<Optional<Duration>> retries = new HashSet<>();
        Set<String> retryAfters = new HashSet<>();

        for (int i = 0; i < 20; i++) {
            TestStream sentAway = connect(server, "/");
            sentAway.awaitEnd();
            retries.add(sentAway.retry());
            retryAfters.add(
                    clientOf(server).withHeader("Accept", "*/*").get("/").header("Retry-After"));
        }

        // The probability that all of them are equal by chance is below 1 in 10 to the power of 19.
        assertTrue(retries.size() > 1, retries::toString);
        assertTrue(retryAfters.size() > 1, retryAfters::toString);
    }

    @Test
    void acceptsNextClientAfterDisconnect() {
        TestServer server = serve(b -> b.maxStreams(1).stream("/", streams));
        TestStream first = connect(server, "/");
        EventStream stream = streams.next();

        first.reset();
        Eventually.holds("room", () -> {
            stream.send("x");
            return server.server().openStreams() == 0;
        });
        TestStream second = connect(server, "/");

        streams.next().send("yours");
        assertEquals("yours", second.nextEvent().data());
    }

    @Test
    void sendsClosingEventToEveryStream() throws Exception {
        TestServer server = serve(b -> b.stream("/", streams)
                .closingEvent(Event.of("bye", "see you"))
                // Not around the three seconds that a stream begins with.
                .reconnectDelay(Duration.ofSeconds(20), Duration.ofSeconds(30))
                .closeTimeout(Duration.ofSeconds(10)));
        List<TestStream> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(connect(server, "/"));
            streams.next().send("first");
        }

        CompletableFuture<Void> closed = closeFromOtherThread(server);
        for (TestStream client : clients) {
            assertEquals("first", client.nextEvent().data());
            assertEquals("bye", client.nextEvent().type());
            assertEquals(StreamEnd.COMPLETE, client.awaitEnd());
            assertBetween(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    client.retry().orElseThrow());
            client.close();
        }

        closed.get(10, TimeUnit.SECONDS);
        assertEquals(java.util.Collections.nCopies(5, CloseReason.SHUTDOWN), streams.reasons());
        assertEquals(0, server.server().openStreams());
    }

    @Test
    void answersRequestReceivedBeforeClose() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        TestServer server = serve(b -> b.respond("/", request -> {
                    asked.complete(null);
                    go.join();
                    return Response.text("answered");
                })
                .closeTimeout(Duration.ofSeconds(30)));
        CompletableFuture<TestResponse> response =
                CompletableFuture.supplyAsync(() -> clientOf(server).get("/"));
        asked.get(10, TimeUnit.SECONDS);

        Thread closer = new Thread(server::close, "contract-closer");
        closer.start();
        Eventually.holds(
                "a close that waits, or is over", () -> WAITING.contains(closer.getState()) || !closer.isAlive());
        go.complete(null);

        assertEquals("answered", response.get(10, TimeUnit.SECONDS).text());
        closer.join(Duration.ofSeconds(10).toMillis());
        assertFalse(closer.isAlive());
    }

    @Test
    void closesThoughClientDoesNotRead() throws Exception {
        TestServer server = serve(b -> b.stream("/", streams).closeTimeout(Duration.ofMillis(100)));
        closedAfterTest(clientOf(server).withWindow(4096).connect("/").ignoreUnread());
        EventStream stream = streams.next();
        new SlowClient(stream, stallTime()).fill();

        closeFromOtherThread(server).get(10, TimeUnit.SECONDS);

        assertEquals(Optional.of(CloseReason.SHUTDOWN), stream.closeReason());
        streams.awaitReason(CloseReason.SHUTDOWN);
        assertEquals(0, server.server().openStreams());
        server.server().awaitClose();
    }

    @Test
    void stopsTimersWhenItCloses() {
        int before = ticker.pendingTasks();
        TestServer server = serve(b -> b.stream("/", stream -> {
                    stream.every(Duration.ofSeconds(1), () -> Event.of("tick"));
                    streams.onOpen(stream);
                })
                .closeTimeout(Duration.ZERO));
        connect(server, "/");
        streams.next();

        server.close();

        assertEquals(before, ticker.pendingTasks());
    }

    @Test
    void refusesConnectionsAfterClose() {
        TestServer server = serve(b -> b.stream("/", streams).respond("/page", request -> Response.text("ok")));
        assertEquals("ok", clientOf(server).get("/page").text());

        server.close();
        server.close();

        awaitRefusal(clientOf(server));
    }

    @Test
    void continuesAfterRestartWithLastEventId() {
        assumeCan(TransportAbility.CHOOSES_PORT);
        TestServer first = serve(b -> b.stream("/", streams).closeTimeout(Duration.ZERO));
        int port = first.server().port();
        TestStream client = connect(first, "/?room=1");
        EventStream before = streams.next();
        assertEquals(Optional.empty(), before.lastEventId());
        before.send(Event.builder().id("é-7").data("seen").build());
        assertEquals("seen", client.nextEvent().data());
        first.close();
        client.skipToEnd();

        serve(b -> b.port(port).stream("/", streams));
        TestStream again = closedAfterTest(client.reconnect().ignoreUnread());

        EventStream after = streams.next();
        assertEquals(Optional.of("é-7"), after.lastEventId());
        assertEquals(Optional.of("1"), after.request().queryParameter("room"));
        after.send("goes on");
        assertEquals("goes on", again.nextEvent().data());
        assertEquals("é-7", again.lastEventId());
    }

    private static CompletableFuture<Void> closeFromOtherThread(TestServer server) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    server.close();
                    closed.complete(null);
                },
                "contract-closer");
        thread.start();
        return closed;
    }

    private static void assertBetween(Duration shortest, Duration longest, Duration actual) {
        assertTrue(
                actual.compareTo(shortest) >= 0 && actual.compareTo(longest) <= 0,
                () -> actual + " must be between " + shortest + " and " + longest);
    }
}
