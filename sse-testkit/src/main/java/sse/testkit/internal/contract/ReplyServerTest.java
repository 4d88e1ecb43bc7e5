package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sse.api.Cors;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.Reply;
import sse.api.Request;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.testkit.StreamEnd;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.internal.contract.support.Eventually;

/** Streams that requests with content open, by a route or by the reply of a responder, on every transport. */
public abstract class ReplyServerTest extends ContractTest {
    private static final Headers NONE = Headers.empty();
    private static final Headers BY_NAME = Headers.of("Accept", "text/event-stream");
    private static final RequestOptions POST = RequestOptions.methods("POST");

    /** Without the library's first bytes, so that what a client receives is what the handler sends. */
    private static final StreamOptions PLAIN =
            StreamOptions.builder().noFirstComment().noRetry().build();

    private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected ReplyServerTest() {}

    @TestFactory
    Stream<DynamicTest> opensStreamsByMethod() {
        return Stream.of("POST", "QUERY", "PUT", "PATCH", "DELETE")
                .map(method -> DynamicTest.dynamicTest(method, () -> {
                    TestServer server =
                            serve(b -> b.stream("/stream", RequestOptions.methods(method), PLAIN, ReplyServerTest::echo)
                                    .respond(
                                            "/reply",
                                            RequestOptions.methods(method),
                                            request -> Reply.stream(PLAIN, stream -> send(stream, request))));
                    for (String path : List.of("/stream", "/reply")) {
                        TestStream stream = request(server, method, path, NONE, "grüße");

                        assertEquals(200, stream.status());
                        assertEquals("data: " + method + " grüße\n\n", stream.readRest());
                    }
                }));
    }

    private static void echo(EventStream stream) {
        send(stream, stream.request());
    }

    private static void send(EventStream stream, Request request) {
        stream.send(request.method() + " " + request.text());
        stream.close();
    }

    @Test
    void opensStreamWhateverPostAccepts() {
        TestServer server = serve(b -> b.stream("/stream", POST, PLAIN, ReplyServerTest::echo)
                .respond("/reply", request -> Reply.stream(PLAIN, stream -> send(stream, request))));
        for (String accept : List.of("application/json", "text/event-stream", "*/*", "text/event-stream;q=0")) {
            for (String path : List.of("/stream", "/reply")) {
                TestStream stream = request(server, "POST", path, Headers.of("Accept", accept), "x");

                assertEquals(List.of("text/event-stream"), stream.headers().all("Content-Type"));
                assertEquals("data: POST x\n\n", stream.readRest());
            }
        }
    }

    @Test
    void answersOtherwiseBeforeTheStream() {
        TestServer server = serve(b -> b.respond("/", POST, request -> switch (request.text()) {
            case "notify" -> Response.of(202);
            case "json" -> Response.json("{\"a\":1}");
            case "stream" -> Reply.stream(streams);
            default -> Response.text("content must be a command").withStatus(400);
        }));

        assertEquals(202, clientOf(server).request("POST", "/", NONE, "notify").status());
        TestResponse json = clientOf(server).request("POST", "/", NONE, "json");
        assertEquals("{\"a\":1}", json.text());
        assertEquals("application/json", json.header("Content-Type"));
        TestResponse bad = clientOf(server).request("POST", "/", BY_NAME, "");
        assertEquals(400, bad.status());
        assertEquals("content must be a command", bad.text());
        assertFalse(streams.hasNext());
        assertEquals(200, request(server, "POST", "/", NONE, "stream").status());
    }

    @Test
    void sendsStatusAndFieldsOfReply() {
        StreamOptions options = StreamOptions.builder()
                .headers(Headers.of("X-Extra", "of the options"))
                .build();
        TestServer server = serve(b -> b.cors(Cors.allow("*"))
                .respond(
                        "/",
                        request -> Reply.stream(options, streams)
                                .withStatus(201)
                                .withHeader("Mcp-Session-Id", "1a")
                                .withAddedHeader("Set-Cookie", "a=1")
                                .withAddedHeader("Set-Cookie", "b=2")));

        TestStream stream = request(server, "POST", "/", Headers.of("Origin", "https://page.example"), "x");

        assertEquals(201, stream.status());
        assertEquals(List.of("1a"), stream.headers().all("Mcp-Session-Id"));
        assertEquals(List.of("a=1", "b=2"), stream.headers().all("Set-Cookie"));
        assertEquals(List.of("of the options"), stream.headers().all("X-Extra"));
        assertEquals(List.of("*"), stream.headers().all("Access-Control-Allow-Origin"));
        assertEquals(List.of("no-cache, no-transform"), stream.headers().all("Cache-Control"));
        assertFalse(stream.headers().contains("Content-Length"));
    }

    @Test
    void repliesByTopic() {
        Topic topic = Topic.builder().history(10, Duration.ofMinutes(1)).build();
        String first = topic.publish(Event.of("1"));
        topic.publish(Event.of("2"));
        TestServer server = serve(b -> b.respond("/", POST, request -> Reply.stream(topic)));

        TestStream stream = request(server, "POST", "/", Headers.of("Last-Event-ID", first), "x");
        assertEquals("2", stream.nextEvent().data());
        topic.publish(Event.of("3"));

        assertEquals("3", stream.nextEvent().data());
    }

    @Test
    void choosesEndpointByMethod() {
        TestServer server = serve(b -> b.stream("/", streams)
                .respond("/", POST, request -> Response.text("posted"))
                .respond("/", RequestOptions.methods("DELETE"), request -> Response.of(202))
                .respond("/", RequestOptions.methods("QUERY"), request -> Reply.stream(streams)));

        assertEquals(
                "posted", clientOf(server).request("POST", "/", BY_NAME, "x").text());
        assertEquals(202, clientOf(server).request("DELETE", "/", NONE, "").status());
        request(server, "QUERY", "/", NONE, "x");
        assertEquals("QUERY", streams.next().request().method());
        connect(server, "/");
        assertEquals("GET", streams.next().request().method());
        TestResponse head = clientOf(server).request("HEAD", "/", NONE, "");
        assertEquals(200, head.status());
        assertEquals("text/event-stream", head.header("Content-Type"));
        assertFalse(streams.hasNext());
    }

    @Test
    void namesMethodsAndTypes() {
        RequestOptions query = RequestOptions.builder()
                .methods("QUERY")
                .contentTypes("application/json", "application/sql")
                .build();
        TestServer server = serve(b ->
                b.stream("/", streams).stream("/", query, PLAIN, streams).respond("/", POST, r -> Response.of(202)));

        TestResponse put = clientOf(server).request("PUT", "/", NONE, "x");
        TestResponse options = clientOf(server).request("OPTIONS", "/", NONE, "");

        assertEquals(405, put.status());
        assertEquals(204, options.status());
        for (TestResponse response : List.of(put, options)) {
            assertEquals("GET, HEAD, POST, QUERY, OPTIONS", response.header("Allow"));
            assertEquals("application/json, application/sql", response.header("Accept-Query"));
        }
    }

    @Test
    void answersPreflightOfJson() {
        TestServer server = serve(b -> b.cors(Cors.allow("https://page.example")).stream("/", POST, PLAIN, streams));
        Headers preflight = Headers.builder()
                .add("Origin", "https://page.example")
                .add("Access-Control-Request-Method", "POST")
                .add("Access-Control-Request-Headers", "authorization,content-type,mcp-session-id")
                .build();

        TestResponse response = clientOf(server).request("OPTIONS", "/", preflight, "");

        assertEquals(204, response.status());
        assertEquals("https://page.example", response.header("Access-Control-Allow-Origin"));
        assertEquals("POST", response.header("Access-Control-Allow-Methods"));
        assertEquals("authorization,content-type,mcp-session-id", response.header("Access-Control-Allow-Headers"));
    }

    @Test
    void refusesPostsAtCapacity() {
        TestServer server = serve(b -> b.maxStreams(1).stream("/", streams).stream("/stream", POST, PLAIN, streams)
                .respond("/reply", POST, request -> Reply.stream(streams)));
        connect(server, "/");
        streams.next();

        for (String path : List.of("/stream", "/reply")) {
            TestResponse busy = clientOf(server).request("POST", path, BY_NAME, "x");
            assertEquals(503, busy.status());
            int seconds = Integer.parseInt(busy.header("Retry-After"));
            assertTrue(seconds >= 5 && seconds <= 15, busy::toString);
        }
        TestStream shed = closedAfterTest(clientOf(server).connect("/"));
        assertEquals(StreamEnd.COMPLETE, shed.awaitEnd());
        assertEquals(200, shed.status());
        assertTrue(shed.retry().isPresent());
        assertFalse(streams.hasNext());
    }

    @Test
    void refusesReplyWhileServerCloses() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        TestServer server = serve(b -> b.respond("/reply", POST, request -> {
            asked.countDown();
            closing.await();
            return Reply.stream(streams);
        }));
        TestConnection connection = closedAfterTest(clientOf(server).open());
        Thread client = new Thread(() -> connection.send("POST", "/reply", NONE, "x"), "contract-client");
        Thread closer = new Thread(server::close, "contract-closer");

        client.start();
        asked.await();
        closer.start();
        Eventually.holds("a close that waits", () -> WAITING.contains(closer.getState()));
        closing.countDown();

        client.join();
        assertEquals(503, connection.receive().status());
        connection.close();
        closer.join();
        assertFalse(streams.hasNext());
    }

    @Test
    void ignoresRequestBehindPost() {
        TestServer server = serve(b -> b.stream("/", POST, PLAIN, streams));
        TestConnection connection = closedAfterTest(clientOf(server).open());
        connection.send("POST", "/", NONE, "first");
        TestStream stream = connection.receiveStream();
        EventStream opened = streams.next();

        connection.send("POST", "/", NONE, "second");
        opened.send("1");
        assertEquals("1", stream.nextEvent().data());
        opened.send("2");

        assertEquals("2", stream.nextEvent().data());
        assertFalse(streams.hasNext());
    }

    private TestStream request(TestServer server, String method, String path, Headers headers, String content) {
        TestConnection connection = closedAfterTest(clientOf(server).open());
        connection.send(method, path, headers, content);
        return connection.receiveStream().ignoreUnread();
    }
}
