package sse.examples.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.api.MessageEvent;
import sse.testkit.TestClient;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** What the MCP example answers to requests that its clients do not send, and the bytes of its streams. */
@Timeout(60)
class McpTest {
    private static final Headers JSON = Headers.of("Content-Type", "application/json");
    private static final String COUNT_TO_2 = message(
            "tools/call",
            "{\"name\":\"count\",\"arguments\":{\"to\":2,\"pauseMillis\":0},\"_meta\":{\"progressToken\":\"p\"}}");

    private final TestServer server = TestServer.start(builder -> new Mcp().addTo(builder));

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{               | -32700",
                "{} {}           | -32700",
                "''              | -32600",
                "[]              | -32600",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}               | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1}                                   | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}            | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}             | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":1}                   | -32600",
            })
    void refusesMalformedMessage(String body, int code) {
        TestResponse response = post(JSON, body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).startsWith("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":" + code + ",");
    }

    @Test
    void refusesDeeplyNestedMessage() {
        assertThat(post(JSON, "[".repeat(60_000)).status()).isEqualTo(400);
    }

    @Test
    void refusesOtherContentType() {
        assertThat(post(Headers.of("Content-Type", "text/plain"), message("ping", "{}"))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void refusesContentBeyondLimit() {
        assertThat(post(JSON, "x".repeat(1024 * 1024 + 1)).status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost:6275"})
    void refusesForeignOrigin(String origin) {
        Headers headers = JSON.toBuilder().add("Origin", origin).build();

        assertThat(post(headers, message("initialize", "{}")).status()).isEqualTo(403);
    }

    @Test
    void acceptsAllowedOrigin() {
        Headers headers =
                JSON.toBuilder().add("Origin", "http://localhost:6274").build();

        assertThat(post(headers, message("initialize", "{}")).status()).isEqualTo(200);
    }

    @Nested
    class InSession {
        private final Headers session = JSON.toBuilder()
                .add("Mcp-Session-Id", post(JSON, message("initialize", "{}")).header("Mcp-Session-Id"))
                .build();

        @ParameterizedTest
        @CsvSource({"2025-03-26,2025-03-26", "2025-11-25,2025-11-25", "2026-07-28,2025-11-25", "1999-01-01,2025-11-25"})
        void agreesOnVersion(String asked, String agreed) {
            TestResponse response = post(JSON, message("initialize", "{\"protocolVersion\":\"" + asked + "\"}"));

            assertThat(response.text()).contains("\"protocolVersion\":\"" + agreed + "\"");
        }

        @Test
        void acceptsNotification() {
            TestResponse response = post(session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

            assertThat(response.status()).isEqualTo(202);
            assertThat(response.body()).isEmpty();
        }

        @Test
        void refusesUnsupportedVersion() {
            Headers headers = session.toBuilder()
                    .add("MCP-Protocol-Version", "1999-01-01")
                    .build();
            TestResponse response = post(headers, message("ping", "{}"));

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.text())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32022,"
                            + "\"message\":\"unsupported protocol version\",\"data\":{\"requested\":\"1999-01-01\","
                            + "\"supported\":[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\"]}}}");
        }

        @Test
        void refusesRequestWithoutSession() {
            assertThat(post(JSON, message("ping", "{}")).status()).isEqualTo(400);
            assertThat(server.get("/mcp").status()).isEqualTo(400);
        }

        @Test
        void resumesCallByEventId() {
            List<MessageEvent> whole = eventsOf(session, COUNT_TO_2);
            assertThat(whole).hasSize(3);

            for (int i = 0; i < 2; i++) {
                try (TestStream rest = listen(session, whole.get(i).lastEventId())) {
                    assertThat(rest.nextEvents(2 - i)).isEqualTo(whole.subList(i + 1, 3));
                    rest.awaitEnd();
                }
            }
            try (TestStream nothing = listen(session, whole.get(2).lastEventId())) {
                assertThat(nothing.status()).isEqualTo(204);
            }
        }

        @Test
        void runsRepeatedCallOnce() {
            assertThat(eventsOf(session, COUNT_TO_2)).isEqualTo(eventsOf(session, COUNT_TO_2));
        }

        @Test
        void resumesNoCallOfOtherSession() {
            Headers other = JSON.toBuilder()
                    .add(
                            "Mcp-Session-Id",
                            post(JSON, message("initialize", "{}")).header("Mcp-Session-Id"))
                    .build();
            String id = eventsOf(session, COUNT_TO_2).get(0).lastEventId();

            try (TestStream listening = listen(other, id)) {
                assertThat(listening.status()).isEqualTo(200);
                post(JSON, message("initialize", "{}"));
                assertThat(listening.nextEvent().data()).contains("3 sessions");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"x\"", "1", "{}", "null"})
        void ignoresCancellationOfUnknownCall(String id) {
            TestResponse response = post(
                    session,
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id
                            + "}}");

            assertThat(response.status()).isEqualTo(202);
        }

        private List<MessageEvent> eventsOf(Headers headers, String body) {
            try (TestConnection connection = client().open()) {
                connection.send("POST", "/mcp", headers, body);
                try (TestStream stream = connection.receiveStream()) {
                    List<MessageEvent> events = stream.nextEvents(3);
                    stream.awaitEnd();
                    return events;
                }
            }
        }

        private TestStream listen(Headers headers, String lastEventId) {
            return client().withHeader(
                            "Mcp-Session-Id", headers.first("Mcp-Session-Id").orElseThrow())
                    .withLastEventId(lastEventId)
                    .connect("/mcp");
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "GET", "DELETE"})
        void refusesRequestAfterEnd(String method) {
            assertThat(client().request("DELETE", "/mcp", session, "").status()).isEqualTo(204);
            TestResponse response = client().request(method, "/mcp", session, message("ping", "{}"));

            assertThat(response.status()).isEqualTo(404);
        }
    }

    @Nested
    class WithoutSession {
        @Test
        void streamsProgressAndResult() throws Exception {
            String stream = server.httpClient()
                    .send(call("count", "count", "{\"to\":2,\"pauseMillis\":0}"), BodyHandlers.ofString())
                    .body();

            assertThat(stream).isEqualTo("""
                    :
                    retry: 3000
                    data: {"jsonrpc":"2.0","method":"notifications/progress",\
                    "params":{"progress":1,"total":2,"progressToken":"p"}}

                    data: {"jsonrpc":"2.0","method":"notifications/progress",\
                    "params":{"progress":2,"total":2,"progressToken":"p"}}

                    data: {"jsonrpc":"2.0","id":1,"result":{"resultType":"complete",\
                    "_meta":{"io.modelcontextprotocol/serverInfo":{"name":"sse-example","version":"1.0.0"}},\
                    "content":[{"type":"text","text":"counted to 2"}]}}

                    """);
        }

        @ParameterizedTest
        @ValueSource(strings = {"count", "=?base64?Y291bnQ=?="})
        void comparesDecodedName(String name) throws Exception {
            assertThat(status(call(name, "count", "{\"to\":1,\"pauseMillis\":0}")))
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"add", "=?base64?YWRk?=", "=?base64?*?="})
        void refusesOtherName(String name) throws Exception {
            assertThat(status(call(name, "count", "{\"to\":1}"))).isEqualTo(400);
        }

        @Test
        void refusesUnknownMethod() {
            Headers headers = JSON.toBuilder()
                    .add("MCP-Protocol-Version", "2026-07-28")
                    .add("Mcp-Method", "none")
                    .build();
            TestResponse response = post(headers, message("none", META));

            assertThat(response.status()).isEqualTo(404);
            assertThat(response.text()).contains("\"code\":-32601");
        }

        private int status(HttpRequest request) throws Exception {
            return server.httpClient().send(request, BodyHandlers.ofString()).statusCode();
        }

        private HttpRequest call(String nameField, String name, String arguments) {
            String params = "{\"name\":\"" + name + "\",\"arguments\":" + arguments + "," + META.substring(1);
            return HttpRequest.newBuilder(server.uri("/mcp"))
                    .header("Content-Type", "application/json")
                    .header("MCP-Protocol-Version", "2026-07-28")
                    .header("Mcp-Method", "tools/call")
                    .header("Mcp-Name", nameField)
                    .POST(BodyPublishers.ofString(message("tools/call", params)))
                    .build();
        }
    }

    private static final String META = "{\"_meta\":{\"progressToken\":\"p\","
            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}";

    private static String message(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    /** Returns a client that waits: the thread of a run may be at work for the request. */
    private TestClient client() {
        return server.client().withTimeout(Duration.ofSeconds(30));
    }

    private TestResponse post(Headers headers, String body) {
        return client().request("POST", "/mcp", headers, body);
    }
}
