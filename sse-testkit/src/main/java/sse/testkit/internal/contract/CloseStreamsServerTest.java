package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import sse.api.Admission;
import sse.api.AttributeKey;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.Reply;
import sse.api.ResumePointPolicy;
import sse.api.SseServer;
import sse.api.StreamClosing;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.Eventually;

/** Streams that the application closes by a predicate, on every transport. */
public abstract class CloseStreamsServerTest extends ContractTest {
    private static final AttributeKey<String> USER = AttributeKey.of("user", String.class);
    private static final Headers ACCEPT = Headers.of("Accept", "text/event-stream");

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected CloseStreamsServerTest() {}

    @Test
    void closesStreamsThatPredicateAccepts() {
        TestServer test = serveUsers();
        SseServer server = test.server();
        TestStream first = connectAs(test, "ada");
        TestStream second = connectAs(test, "ada");
        streams.next();
        streams.next();
        TestStream bob = connectAs(test, "bob");

        int closed = result(server.closeStreams(CloseStreamsServerTest::isAda, CloseReason.REVOKED));

        assertEquals(2, closed);
        assertEquals(StreamEnd.COMPLETE, first.skipToEnd());
        assertEquals(StreamEnd.COMPLETE, second.skipToEnd());
        Eventually.becomes("open streams", 1, server::openStreams);
        assertEquals(2, server.statistics().closedStreams().get(CloseReason.REVOKED));
        streams.next().send("still here");
        assertEquals("still here", bob.nextEvent().data());
        assertEquals(200, connectAs(test, "ada").status());
    }

    @Test
    void sendsWhatWasPublishedAndLastEvent() {
        Topic topic = Topic.builder().noHistory().build();
        StreamOptions bare = StreamOptions.builder()
                .noRetry()
                .resumePoints(ResumePointPolicy.NEVER)
                .build();
        TestServer server = serve(b -> b.stream("/", bare, topic));
        TestStream client = subscribe(server, "/", topic);
        topic.publish(Event.builder().id("1").data("before").build());

        StreamClosing closing = StreamClosing.of(CloseReason.COMPLETED)
                .withLastEvent(Event.of("bye"))
                .withReconnectDelay(Duration.ofMillis(700), Duration.ofMillis(700));
        result(server.server().closeStreams(stream -> true, closing));

        assertEquals(":\nid: 1\ndata: before\n\nretry: 700\ndata: bye\n\n", client.readRest());
    }

    @Test
    void answersNextAttemptWith204ForGood() {
        TestServer server = serveUsers();
        TestStream client = connectAs(server, "ada");
        StreamClosing closing = StreamClosing.of(CloseReason.REVOKED).forGood(Duration.ofHours(1));

        assertEquals(1, result(server.server().closeStreams(CloseStreamsServerTest::isAda, closing)));
        assertEquals(StreamEnd.COMPLETE, client.skipToEnd());

        assertEquals(204, statusFor(server, "/?ada"));
        assertEquals(204, statusFor(server, "/reply?ada"));
        assertEquals(200, connectAs(server, "bob").status());
        Eventually.becomes("open streams", 1, server.server()::openStreams);
        ticker.advance(Duration.ofHours(1));
        assertEquals(200, connectAs(server, "ada").status());
    }

    @Test
    void answers500IfRememberedPredicateThrows() {
        TestServer server = serveUsers();
        Predicate<EventStream> broken = stream -> {
            throw new IllegalStateException("broken by the test");
        };
        result(server.server()
                .closeStreams(broken, StreamClosing.of(CloseReason.REVOKED).forGood(Duration.ofHours(1))));

        try (LogWatch log = LogWatch.onCore()) {
            assertEquals(500, statusFor(server, "/?ada"));
            log.awaitOnly("predicate of streams that were closed for good threw");
        }
        assertEquals(0, server.server().openStreams());
    }

    @Test
    void reportsPredicateThatThrows() {
        TestServer server = serveUsers();
        connectAs(server, "ada");
        connectAs(server, "bob");
        Predicate<EventStream> broken = stream -> {
            if (isAda(stream)) {
                throw new IllegalStateException("broken by the test");
            }
            return true;
        };

        try (LogWatch log = LogWatch.onCore()) {
            CompletableFuture<Integer> result = server.server().closeStreams(broken, CloseReason.REVOKED);
            ExecutionException failure = assertThrows(ExecutionException.class, () -> result.get(30, TimeUnit.SECONDS));
            assertEquals("java.lang.IllegalStateException: broken by the test", failure.getMessage());
            log.awaitOnly("predicate of streams to close threw");
        }
        Eventually.becomes("open streams", 1, server.server()::openStreams);
    }

    @Test
    void completesOnClosedServer() {
        TestServer server = serveUsers();
        server.close();

        assertEquals(0, result(server.server().closeStreams(stream -> true, CloseReason.REVOKED)));
    }

    @Test
    void refusesReasonsOfAbortedStreams() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> StreamClosing.of(CloseReason.OVERFLOW));

        assertTrue(refused.toString().endsWith(": OVERFLOW"), refused::toString);
    }

    private TestServer serveUsers() {
        StreamOptions options = StreamOptions.builder()
                .admission(request -> Admission.accept().withAttribute(USER, request.query()))
                .build();
        return serve(b -> b.stream("/", options, streams)
                .respond("/reply", request -> Reply.stream(streams).withAttribute(USER, request.query())));
    }

    private TestStream connectAs(TestServer server, String user) {
        return connect(server, "/?" + user);
    }

    private static int statusFor(TestServer server, String path) {
        return clientOf(server).request("GET", path, ACCEPT, "").status();
    }

    private static int result(CompletableFuture<Integer> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new AssertionError("streams must be closed", failure);
        }
    }

    private static boolean isAda(EventStream stream) {
        return stream.attribute(USER).filter("ada"::equals).isPresent();
    }
}
