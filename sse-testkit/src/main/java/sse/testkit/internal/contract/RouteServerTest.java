package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sse.api.Admission;
import sse.api.Cors;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.api.spi.HttpLimits;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Streams, ordinary responses and rejections by route, on every transport. */
public abstract class RouteServerTest extends ContractTest {
    private static final String PAGE = "https://page.example";

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected RouteServerTest() {}

    @Test
    void answersOrdinaryRequests() {
        TestServer server = serve(b -> b.stream("/", streams)
                .respond("/", request -> Response.text("ok"))
                .respond("/echo", request -> Response.text(request.method() + " " + request.text()))
                .respond("/broken", request -> {
                    throw new IllegalStateException("thrown by the test");
                }));

        assertEquals("ok", clientOf(server).get("/").text());
        assertEquals(
                "POST grüße",
                clientOf(server)
                        .request("POST", "/echo", Headers.empty(), "grüße")
                        .text());
        try (LogWatch log = LogWatch.onCore()) {
            assertEquals(500, clientOf(server).get("/broken").status());
            log.awaitOnly("thrown by the test");
        }
        assertEquals(404, clientOf(server).get("/nothing").status());
        assertFalse(streams.hasNext());
    }

    @Test
    void answersUnmatchedPathsWithFallback() {
        TestServer server = serve(b -> b.stream("/", streams)
                .fallback(
                        request -> Response.text("nothing at " + request.path()).withStatus(404)));

        TestResponse response = clientOf(server).get("/a%20b");

        assertEquals(404, response.status());
        assertEquals("nothing at /a b", response.text());
    }

    @Test
    void decodesVariablesOfPathAndQuery() {
        TestServer server = serve(b -> b.stream("/", streams)
                .respond(
                        "/rooms/{room}/{place}",
                        request -> Response.text(request.pathParameter("room") + "|"
                                + request.pathParameter("place") + "|"
                                + request.queryParameter("q").orElse("none") + "|" + request.query())));

        TestResponse response = clientOf(server).get("/rooms/caf%C3%A9%2F1/%E2%82%AC?q=a+b%26c&r=1");

        assertEquals("café/1|€|a b&c|q=a+b%26c&r=1", response.text());
        assertEquals(404, clientOf(server).get("/rooms/1").status());
    }

    @TestFactory
    Stream<DynamicTest> givesStreamOnPathThatOnlyStreams() {
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("text/event-stream", 200);
        expected.put("TEXT/Event-Stream;q=0.5", 200);
        expected.put("text/*", 200);
        expected.put("*/*", 200);
        expected.put("text/html, */*;q=0.1", 200);
        expected.put("application/json", 406);
        expected.put("text/event-stream;q=0", 406);
        expected.put("text/event-stream;q=0, */*", 406);
        return expected.entrySet().stream()
                .map(entry -> dynamicTest(
                        entry.getKey(),
                        () -> assertEquals(
                                entry.getValue(), statusFor(serveStream(), Headers.of("Accept", entry.getKey())))));
    }

    @Test
    void opensStreamWithoutAccept() {
        assertEquals(200, statusFor(serveStream(), Headers.empty()));
    }

    @TestFactory
    Stream<DynamicTest> givesStreamOnlyByNameWherePathAlsoResponds() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("text/event-stream", "text/event-stream");
        expected.put("text/html, text/event-stream;q=0.5", "text/event-stream");
        expected.put("*/*", "text/plain; charset=utf-8");
        expected.put("text/*", "text/plain; charset=utf-8");
        expected.put("text/event-stream;q=0", "text/plain; charset=utf-8");
        return expected.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    TestServer server = serve(b -> b.stream("/", streams).respond("/", request -> Response.text("ok")));
                    TestStream client = closedAfterTest(clientOf(server)
                            .withHeader("Accept", entry.getKey())
                            .connect("/"));
                    assertEquals(
                            entry.getValue(),
                            canonicalType(client.headers().first("Content-Type").orElse("")));
                }));
    }

    private int statusFor(TestServer server, Headers headers) {
        TestConnection connection = closedAfterTest(clientOf(server).open());
        connection.send("GET", "/", headers, "");
        return connection.receiveStream().status();
    }

    @Test
    void rejectsOtherMethodsOnStream() {
        TestServer server = serveStream();

        TestResponse post = clientOf(server).request("POST", "/", Headers.empty(), "x");
        TestResponse options = clientOf(server).request("OPTIONS", "/", Headers.empty(), "");
        TestResponse head = clientOf(server).request("HEAD", "/", Headers.empty(), "");

        assertEquals(405, post.status());
        assertEquals("GET, HEAD, OPTIONS", post.header("Allow"));
        assertEquals(204, options.status());
        assertEquals("GET, HEAD, OPTIONS", options.header("Allow"));
        assertEquals(200, head.status());
        assertEquals("text/event-stream", head.header("Content-Type"));
        assertFalse(streams.hasNext());
    }

    @Test
    void allowsListedOriginToRead() {
        TestServer server =
                serve(b -> b.cors(Cors.builder().origins(PAGE).credentials(true).build()).stream("/", streams));
        TestStream allowed =
                closedAfterTest(clientOf(server).withHeader("Origin", PAGE).connect("/"));
        TestStream other = closedAfterTest(
                clientOf(server).withHeader("Origin", "https://other.example").connect("/"));

        assertEquals(Optional.of(PAGE), allowed.headers().first("Access-Control-Allow-Origin"));
        assertEquals(Optional.of("true"), allowed.headers().first("Access-Control-Allow-Credentials"));
        assertEquals(Optional.of("Origin"), allowed.headers().first("Vary"));
        assertEquals(Optional.empty(), other.headers().first("Access-Control-Allow-Origin"));
        assertEquals(Optional.of("Origin"), other.headers().first("Vary"));
    }

    @Test
    void answersPreflight() {
        TestServer server = serve(b -> b.cors(Cors.allow(PAGE)).stream("/", streams));
        Headers preflight = Headers.builder()
                .add("Origin", PAGE)
                .add("Access-Control-Request-Method", "GET")
                .add("Access-Control-Request-Headers", "last-event-id")
                .build();

        TestResponse response = clientOf(server).request("OPTIONS", "/", preflight, "");

        assertEquals(204, response.status());
        assertEquals(PAGE, response.header("Access-Control-Allow-Origin"));
        assertEquals("GET, HEAD", response.header("Access-Control-Allow-Methods"));
        assertEquals("last-event-id", response.header("Access-Control-Allow-Headers"));
    }

    @Test
    void readsLastEventId() {
        TestServer server = serve(b -> b.stream(
                "/", StreamOptions.builder().lastEventIdParameter("last").build(), streams));

        assertEquals(Optional.empty(), lastEventId(server, "", "/"));
        assertEquals(Optional.of("é€ 1"), lastEventId(server, "é€ 1", "/"));
        assertEquals(Optional.of("é 2"), lastEventId(server, "", "/?last=%C3%A9+2"));
        assertEquals(Optional.of("header"), lastEventId(server, "header", "/?last=query"));
    }

    @Test
    void readsLastEventIdOfAnyLength() {
        TestServer server = serve(b -> b.stream(
                "/", StreamOptions.builder().lastEventIdParameter("last").build(), streams));
        String longest = "é".repeat(512);
        String query = "/?last=" + "%C3%A9".repeat(512);

        assertEquals(Optional.of(longest), lastEventId(server, longest, "/"));
        assertEquals(Optional.of(longest), lastEventId(server, "", query));
        assertEquals(Optional.of(longest + "x"), lastEventId(server, longest + "x", "/"));
        assertEquals(Optional.of(longest + "x"), lastEventId(server, "", query + "x"));
    }

    private Optional<String> lastEventId(TestServer server, String id, String path) {
        closedAfterTest(clientOf(server).withLastEventId(id).connect(path)).ignoreUnread();
        return streams.next().lastEventId();
    }

    @Test
    void decidesBeforeStreamOpens() {
        TestServer server = serve(b -> b.stream(
                "/{who}",
                StreamOptions.builder()
                        .admission(request -> switch (request.pathParameter("who")) {
                            case "friend" -> Admission.accept();
                            case "stranger" ->
                                Admission.reject(Response.text("unknown user").withStatus(403));
                            case "done" -> Admission.stop();
                            default -> throw new IllegalStateException("thrown by the test");
                        })
                        .build(),
                streams));

        TestStream friend = connect(server, "/friend");
        EventStream stream = streams.next();
        stream.send("welcome");
        assertEquals("welcome", friend.nextEvent().data());
        assertEquals("unknown user", clientOf(server).get("/stranger").text());
        assertEquals(403, clientOf(server).get("/stranger").status());
        assertEquals(204, clientOf(server).get("/done").status());
        try (LogWatch log = LogWatch.onCore()) {
            assertEquals(500, clientOf(server).get("/trouble").status());
            log.awaitOnly("thrown by the test");
        }
        assertFalse(streams.hasNext());
        assertEquals(1, server.server().openStreams());
    }

    @Test
    void answersPipelinedPostsInOrder() {
        TestServer server = serve(b -> b.respond("/echo", request -> Response.text(request.text())));
        try (TestConnection client = clientOf(server).open()) {
            for (int i = 0; i < 50; i++) {
                client.send("POST", "/echo", Headers.empty(), "post " + i);
            }
            for (int i = 0; i < 50; i++) {
                assertEquals("post " + i, client.receive().text());
            }
        }
    }

    @Test
    void answersPipelinedRequestsForUnknownPaths() {
        TestServer server = serve(b -> b.stream("/", streams));
        try (TestConnection client = clientOf(server).open()) {
            for (int i = 0; i < 1000; i++) {
                client.send("GET", "/nothing", Headers.empty(), "");
            }
            for (int i = 0; i < 1000; i++) {
                assertEquals(404, client.receive().status());
            }
        }
    }

    @Test
    void rejectsContentOverLimit() {
        TestServer server =
                serve(b -> b.limits(HttpLimits.builder().bodyBytes(100).build())
                        .respond("/", request -> Response.text(request.text())));

        List<Integer> statuses = Stream.of(99, 100, 101)
                .map(size -> clientOf(server)
                        .request("POST", "/", Headers.empty(), "x".repeat(size))
                        .status())
                .toList();

        assertEquals(List.of(200, 200, 413), statuses);
    }

    private TestServer serveStream() {
        return serve(b -> b.stream("/", streams));
    }
}
