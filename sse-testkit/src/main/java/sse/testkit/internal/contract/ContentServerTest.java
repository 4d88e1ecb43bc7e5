package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sse.api.AttributeKey;
import sse.api.Cors;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;

/** What a route takes of the content of requests, and what it refuses, on every transport. */
public abstract class ContentServerTest extends ContractTest {
    private static final String PAGE = "https://page.example";
    private static final Headers NONE = Headers.empty();
    private static final int MIB = 1024 * 1024;

    /** The default of {@link sse.api.spi.HttpLimits#bodyBytes()}. */
    private static final int SERVICE_LIMIT = 64 * 1024;

    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    private static final AttributeKey<Integer> LENGTH = AttributeKey.of("length", Integer.class);

    private final StreamWatch streams = new StreamWatch();

    /** Creates the part. */
    protected ContentServerTest() {}

    @Test
    void takesContentBeyondLimitOfService() {
        TestServer server = serveRoutes(2 * MIB);
        String content = "0123456789abcdef".repeat(MIB / 16);

        TestResponse answer = clientOf(server).request("POST", "/answer", NONE, content);
        TestConnection connection = closedAfterTest(clientOf(server).open());
        connection.send("POST", "/stream", NONE, content);
        TestStream stream = connection.receiveStream().ignoreUnread();

        assertEquals(content, answer.text());
        assertEquals(200, stream.status());
        assertEquals(MIB, streams.next().attribute(LENGTH).orElseThrow());
    }

    @Test
    void takesChunkedContentBeyondLimitOfService() {
        assumeCan(TransportAbility.SOCKETS);
        TestServer server = serveRoutes(2 * MIB);
        String chunk = "100\r\n" + "x".repeat(256) + "\r\n";
        TestConnection connection = closedAfterTest(clientOf(server).open());

        connection.sendRaw("POST /answer HTTP/1.1\r\nHost: a\r\n" + CHUNKED + chunk.repeat(MIB / 256) + "0\r\n\r\n");

        assertEquals(MIB, connection.receive().text().length());
    }

    @TestFactory
    Stream<DynamicTest> limitsContentOfRoute() {
        return Stream.of(0, 10, SERVICE_LIMIT + 1000)
                .map(limit -> DynamicTest.dynamicTest(limit + " bytes", () -> {
                    TestServer server = serveRoutes(limit);

                    List<Integer> statuses = Stream.of(limit - 1, limit, limit + 1)
                            .map(size -> statusFor(server, "x".repeat(Math.max(0, size))))
                            .toList();

                    assertEquals(List.of(200, 200, 413), statuses);
                }));
    }

    @Test
    void keepsLimitOfServiceElsewhere() {
        TestServer server = serve(b -> b.respond(
                        "/answer", RequestOptions.builder().bodyBytes(MIB).build(), request -> Response.text("ok"))
                .respond("/other", request -> Response.text("ok")));

        assertEquals(
                413,
                clientOf(server)
                        .request("POST", "/other", NONE, "x".repeat(SERVICE_LIMIT + 1))
                        .status());
    }

    @Test
    void refusesAnnouncedContentAtOnce() {
        assumeCan(TransportAbility.SOCKETS);
        TestServer server = serveRoutes(2 * MIB);
        for (String path : List.of("/answer", "/stream")) {
            TestConnection connection = closedAfterTest(clientOf(server).open());

            connection.sendRaw(post(path) + "Content-Length: 2097153\r\n\r\n");

            assertEquals(
                    "the content must be at most 2097152 bytes\n",
                    assertRefused(413, connection).text());
        }
        assertFalse(streams.hasNext());
    }

    @Test
    void refusesChunkThatExceedsLimit() {
        assumeCan(TransportAbility.SOCKETS);
        TestServer server = serveRoutes(10);
        for (String path : List.of("/answer", "/stream")) {
            TestConnection connection = closedAfterTest(clientOf(server).open());

            connection.sendRaw(post(path) + CHUNKED + "a\r\n0123456789\r\n1\r\nx\r\n");

            assertRefused(413, connection);
        }
        assertFalse(streams.hasNext());
    }

    @Test
    void refusesOtherTypesBeforeLargeContent() {
        assumeCan(TransportAbility.SOCKETS);
        TestServer server = serveRoutes(2 * MIB);
        TestConnection connection = closedAfterTest(clientOf(server).open());

        connection.sendRaw(post("/json") + "Content-Type: text/plain\r\nContent-Length: 1048576\r\n\r\n");

        assertEquals("application/json", assertRefused(415, connection).header("Accept"));
    }

    @Test
    void refusesPathsAndMethodsBeforeLargeContent() {
        assumeCan(TransportAbility.SOCKETS);
        TestServer server = serveRoutes(2 * MIB);
        for (String path : List.of("/nothing", "/get")) {
            TestConnection connection = closedAfterTest(clientOf(server).open());

            connection.sendRaw(post(path) + "Content-Length: 1048576\r\n\r\n");

            assertRefused(path.equals("/get") ? 405 : 404, connection);
        }
    }

    @Test
    void keepsConnectionAfterRefusedType() {
        TestServer server = serveRoutes(2 * MIB);
        TestConnection connection = closedAfterTest(clientOf(server).open());

        connection.send("POST", "/json", Headers.of("Content-Type", "text/plain"), "{}");
        assertEquals(415, connection.receive().status());
        connection.send("POST", "/json", Headers.of("Content-Type", "Application/JSON; charset=utf-8"), "{}");

        assertEquals("{}", connection.receive().text());
    }

    @TestFactory
    Stream<DynamicTest> refusesTypes() {
        return Stream.of("POST", "QUERY", "PUT", "PATCH", "DELETE")
                .map(method -> DynamicTest.dynamicTest(method, () -> {
                    TestServer server = serveRoutes(2 * MIB);

                    TestResponse response =
                            clientOf(server).request(method, "/json", Headers.of("Content-Type", "text/html"), "<p>");

                    assertEquals(415, response.status());
                    assertEquals(
                            "application/json", response.header(method.equals("QUERY") ? "Accept-Query" : "Accept"));
                    assertEquals("content type must be application/json\n", response.text());
                }));
    }

    // RFC 9112 section 8
    @Test
    void answersContentCutShort() {
        assumeCan(TransportAbility.SOCKETS);
        assumeCan(TransportAbility.READS_REQUESTS);
        TestServer server = serveRoutes(100);
        String sized = "Content-Length: 10\r\n\r\n";
        for (String cut : List.of(
                sized,
                sized + "012345678",
                CHUNKED,
                CHUNKED + "5",
                CHUNKED + "5\r\n0123",
                CHUNKED + "5\r\n01234",
                CHUNKED + "5\r\n01234\r\n",
                CHUNKED + "5\r\n01234\r\n0\r\n")) {
            TestConnection connection = closedAfterTest(clientOf(server).open());

            connection.sendRaw(post("/stream") + cut);
            connection.halfClose();
            TestResponse response = connection.receive();

            assertEquals(400, response.status(), cut);
            assertEquals(PAGE, response.header("Access-Control-Allow-Origin"));
            assertEquals("the content must be complete and well-formed\n", response.text());
            connection.awaitEnd();
        }
        assertFalse(streams.hasNext());
    }

    @Test
    void callsNobodyForContentCutShort() {
        assumeCan(TransportAbility.SOCKETS);
        TestServer server = serveRoutes(100);
        TestConnection connection = closedAfterTest(clientOf(server).open());

        connection.sendRaw(post("/stream") + "Content-Length: 10\r\n\r\n01234");
        connection.reset();
        TestStream other =
                closedAfterTest(clientOf(server).withHeader("Accept", "*/*").connect("/get"));

        assertEquals(200, other.status());
        assertEquals("GET", streams.next().request().method());
        assertFalse(streams.hasNext());
    }

    private int statusFor(TestServer server, String content) {
        return clientOf(server).request("POST", "/answer", NONE, content).status();
    }

    private TestServer serveRoutes(int limit) {
        RequestOptions posts =
                RequestOptions.builder().methods("POST").bodyBytes(limit).build();
        RequestOptions json = RequestOptions.builder()
                .bodyBytes(limit)
                .contentTypes("application/json")
                .build();
        return serve(b -> b
                .cors(Cors.allow(PAGE))
                .respond("/answer", posts, request -> Response.text(request.text()))
                .respond("/json", json, request -> Response.text(request.text()))
                .stream("/get", streams)
                .stream("/stream", posts, StreamOptions.defaults(), this::open));
    }

    private void open(EventStream stream) {
        stream.setAttribute(LENGTH, stream.request().body().length);
        streams.onOpen(stream);
    }

    private static String post(String path) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nOrigin: " + PAGE + "\r\n";
    }

    private static TestResponse assertRefused(int status, TestConnection connection) {
        TestResponse response = connection.receive();
        assertEquals(status, response.status());
        assertEquals(PAGE, response.header("Access-Control-Allow-Origin"));
        connection.halfClose();
        connection.awaitEnd();
        return response;
    }
}
