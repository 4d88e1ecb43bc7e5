package sse.api.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sse.api.Admission;
import sse.api.Cors;
import sse.api.EventStream;
import sse.api.Headers;
import sse.api.Request;
import sse.api.Response;
import sse.api.SseServer;
import sse.api.StreamOptions;
import sse.api.StreamRequest;
import sse.api.internal.CoreLog;
import sse.api.internal.Thrown;
import sse.api.spi.Refusals;
import sse.api.spi.http.HttpRule;

/** How each request is answered. */
class DispatcherTest {
    private static final String PRELUDE = ":\nretry: 3000\n";

    private final ManualTransport transport = new ManualTransport();
    private final AtomicReference<Admission> admission = new AtomicReference<>(Admission.accept());
    private final AtomicReference<EventStream> stream = new AtomicReference<>();
    private Thrown thrown;
    private SseServer server;

    @BeforeEach
    void start() throws Exception {
        StreamOptions admitting = StreamOptions.builder()
                .admission(request -> {
                    if (thrown != null) {
                        throw thrown.now();
                    }
                    return admission.get();
                })
                .build();
        server = transport.builder().cors(Cors.allow("https://a.example")).maxStreams(2).stream("/stream", stream::set)
                .stream("/both", stream::set)
                .respond("/both", request -> Response.text("both"))
                .respond("/text", request -> Response.text("text"))
                .stream("/admits", admitting, stream::set)
                .respond("/fails", request -> {
                    throw thrown.now();
                })
                .respond("/items/{id}", request -> {
                    if (thrown != null) {
                        throw thrown.now();
                    }
                    return null;
                })
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            OPTIONS, *,           ,                  204
            GET,     *,           ,                  '400 target must be a path, percent-encoded UTF-8, or an http URI'
            GET,     /%ff,        ,                  '400 target must be a path, percent-encoded UTF-8, or an http URI'
            GET,     /nothing,    ,                  404 nothing is at this path
            GET,     /stream,     text/event-stream, stream
            GET,     /stream,     */*,               stream
            GET,     /stream,     text/html,         406 this path has only text/event-stream
            HEAD,    /stream,     text/event-stream, 200
            HEAD,    /stream,     text/html,         406 this path has only text/event-stream
            OPTIONS, /stream,     ,                  '204 (GET, HEAD, OPTIONS)'
            POST,    /stream,     text/event-stream, '405 (GET, HEAD, OPTIONS) method must be one of GET, HEAD, OPTIONS'
            GET,     /both,       text/event-stream, stream
            HEAD,    /both,       text/event-stream, 200
            GET,     /both,       */*,               200 both
            POST,    /both,       text/event-stream, 200 both
            OPTIONS, /both,       text/event-stream, 200 both
            GET,     /text,       text/event-stream, 200 text
            GET,     /admits,     text/event-stream, stream
            HEAD,    /admits,     text/event-stream, 200
            CONNECT, /text,       ,                  501 CONNECT is for proxies
            CONNECT, a.example:1, ,                  501 CONNECT is for proxies
            CONNECT, [::1]:443,   ,                  501 CONNECT is for proxies
            CONNECT, a.example,   ,                  '400 target must be a path, percent-encoded UTF-8, or an http URI'
            CONNECT, a.example:,  ,                  '400 target must be a path, percent-encoded UTF-8, or an http URI'
            CONNECT, a:65536,     ,                  '400 target must be a path, percent-encoded UTF-8, or an http URI'
            """)
    void decides(String method, String target, String accept, String outcome) {
        Headers headers = accept == null ? Headers.empty() : Headers.of("Accept", accept);
        assertThat(transport.ask(method, target, headers).outcome()).isEqualTo(outcome);
    }

    @Test
    void opensWithFieldsOfEveryStream() {
        ManualExchange exchange = transport.get("/stream");
        Headers fields = Headers.builder()
                .add("Content-Type", "text/event-stream")
                .add("Cache-Control", "no-cache, no-transform")
                .add("X-Accel-Buffering", "no")
                .add("Incremental", "?1")
                .build();
        assertThat(exchange.opened().first("Content-Type")).contains("text/event-stream");
        Headers sent =
                transport.ask("HEAD", "/stream", Headers.empty()).response().headers();
        fields.forEach((name, value) -> {
            assertThat(exchange.opened().all(name)).containsExactly(value);
            assertThat(sent.all(name)).containsExactly(value);
        });
        assertThat(exchange.written()).isEqualTo(PRELUDE);
        stream.get().close();
        assertThat(exchange.isOver()).isTrue();
    }

    @Test
    void replacesFieldsByThoseOfOptions() throws Exception {
        server.close();
        StreamOptions options = StreamOptions.builder()
                .headers(Headers.builder()
                        .add("content-type", "text/event-stream; charset=utf-8")
                        .add("X-Extra", "1")
                        .build())
                .build();
        server = transport.builder().stream("/", options, stream::set).start();

        for (Headers fields :
                List.of(transport.get("/").opened(), head("/").response().headers())) {
            assertThat(fields)
                    .hasToString("Cache-Control:no-cache, no-transform\nX-Accel-Buffering:no\nIncremental:?1\n"
                            + "content-type:text/event-stream; charset=utf-8\nX-Extra:1\n");
        }
    }

    @Test
    void sendsCorsFields() {
        Headers headers = Headers.builder()
                .add("Origin", "https://a.example")
                .add("Access-Control-Request-Method", "GET")
                .build();
        String name = "Access-Control-Allow-Origin";
        assertThat(transport.ask("GET", "/stream", headers).opened().first(name))
                .contains("https://a.example");
        assertThat(transport
                        .ask("GET", "/nothing", headers)
                        .response()
                        .headers()
                        .first(name))
                .contains("https://a.example");
        assertThat(transport.ask("GET", "/text", headers).response().headers())
                .hasToString("Content-Type:text/plain; charset=utf-8\nVary:Origin\n" + name + ":https://a.example\n");
        for (String target : List.of("/stream", "/text")) {
            Response preflight = transport.ask("OPTIONS", target, headers).response();
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.headers().first(name)).contains("https://a.example");
            assertThat(preflight.headers().first("Access-Control-Allow-Methods"))
                    .contains(target.equals("/text") ? "GET, HEAD, POST, QUERY, PUT, PATCH, DELETE" : "GET, HEAD");
        }
    }

    @Test
    void opensStreamForOverlongLastEventId() {
        assertThat(withLastEventId("x".repeat(1024)).outcome()).isEqualTo("stream");
        assertThat(withLastEventId("x".repeat(1025)).outcome()).isEqualTo("stream");
        assertThat(stream.get().lastEventId()).contains("x".repeat(1025));
    }

    @Test
    void asksAdmissionForHead() {
        admission.set(Admission.reject(403).withHeader("X-Why", "closed"));
        Response rejected = head("/admits").response();
        admission.set(Admission.accept().withHeader("X-Session", "1"));
        Response accepted = head("/admits").response();

        assertThat(rejected.status()).isEqualTo(403);
        assertThat(rejected.headers().first("X-Why")).contains("closed");
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.headers().first("X-Session")).contains("1");
        assertThat(stream.get()).isNull();
        assertThat(server.openStreams()).isZero();
    }

    @Test
    void answersHeadAtCapacityAsGet() {
        transport.get("/stream");
        transport.get("/stream");

        assertThat(head("/stream").outcome()).isEqualTo("200");
        Response full = transport.ask("HEAD", "/stream", Headers.empty()).response();
        assertThat(full.status()).isEqualTo(503);
        assertThat(Integer.parseInt(full.headers().first("Retry-After").orElseThrow()))
                .isBetween(5, 15);
        assertThat(server.statistics().shed()).isZero();
    }

    @Test
    void addsFieldsOfAdmissionToStream() {
        admission.set(Admission.accept()
                .withHeader("Content-Type", "text/event-stream; charset=utf-8")
                .withAddedHeader("Set-Cookie", "a=1")
                .withAddedHeader("Set-Cookie", "b=2"));

        Headers opened = transport.get("/admits").opened();

        assertThat(opened.all("Content-Type")).containsExactly("text/event-stream; charset=utf-8");
        assertThat(opened.all("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(opened.all("Cache-Control")).containsExactly("no-cache, no-transform");
        assertThat(opened.all("Vary")).containsExactly("Origin");
    }

    @Test
    void addsRetryAfterToRejectionWith503() {
        admission.set(Admission.reject(503));
        String added = transport
                .get("/admits")
                .response()
                .headers()
                .first("Retry-After")
                .orElseThrow();
        admission.set(Admission.reject(503).withHeader("Retry-After", "99"));
        String given = transport
                .get("/admits")
                .response()
                .headers()
                .first("Retry-After")
                .orElseThrow();
        admission.set(Admission.reject(500));

        assertThat(Integer.parseInt(added)).isBetween(5, 15);
        assertThat(given).isEqualTo("99");
        assertThat(transport.get("/admits").response().headers().contains("Retry-After"))
                .isFalse();
    }

    @Nested
    class BeforeContent {
        @ParameterizedTest
        @CsvSource({"POST, /nothing, 404", "POST, /stream, 405", "POST, /%ff, 400", "CONNECT, a:1, 501"})
        void hasResponseForWhichContentMakesNoDifference(String method, String target, int status) {
            Optional<Response> response = transport
                    .context()
                    .refusals()
                    .beforeContent(method, target, Headers.of("Origin", "https://a.example"));

            assertThat(response.map(Response::status)).contains(status);
            assertThat(response.orElseThrow().headers().first("Access-Control-Allow-Origin"))
                    .contains("https://a.example");
        }

        @ParameterizedTest
        @CsvSource({"POST, /text", "POST, /both", "GET, /stream", "HEAD, /admits"})
        void hasNoneIfResponderOrStreamAnswers(String method, String target) {
            assertThat(transport.context().refusals().beforeContent(method, target, Headers.empty()))
                    .isEmpty();
        }
    }

    @Test
    void addsCorsFieldsToRejection() {
        Refusals refusals = transport.context().refusals();
        Response response =
                refusals.rejection(HttpRule.CONTENT_TOO_LARGE.rejection(7), Headers.of("Origin", "https://a.example"));

        assertThat(refusals.varyByOrigin()).isTrue();
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.headers().first("Access-Control-Allow-Origin")).contains("https://a.example");
        assertThat(response.headers().first("Vary")).contains("Origin");
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo("the content must be at most 7 bytes\n");
    }

    @Test
    void releasesPermitOfRejectedRequest() {
        admission.set(Admission.reject(403));
        for (int i = 0; i < 5; i++) {
            assertThat(transport.get("/admits").outcome()).isEqualTo("403");
        }
        assertThat(server.openStreams()).isZero();
        admission.set(Admission.stop());
        assertThat(transport.get("/admits").outcome()).isEqualTo("204");
    }

    @Nested
    class UserCodeFails {
        @ParameterizedTest
        @EnumSource
        void answers500AndLogsPathIfItThrows(Thrown failure) {
            thrown = failure;
            try (CoreLog log = new CoreLog()) {
                assertThat(transport.get("/admits").outcome()).isEqualTo("500 the server failed");
                assertThat(transport.get("/fails").outcome()).isEqualTo("500 the server failed");
                assertThat(transport.get("/items/7").outcome()).isEqualTo("500 the server failed");
                assertThat(log.records())
                        .containsExactly(
                                "admission of /admits threw: as the test wants it",
                                "responder of /fails threw: as the test wants it",
                                "responder of /items/{id} threw: as the test wants it");
            }
            assertThat(server.openStreams()).isZero();
        }

        @Test
        void answers500AndLogsPathIfItReturnsNull() {
            admission.set(null);
            try (CoreLog log = new CoreLog()) {
                assertThat(transport.get("/admits").outcome()).isEqualTo("500 the server failed");
                assertThat(transport.get("/items/7").outcome()).isEqualTo("500 the server failed");
                assertThat(log.records())
                        .containsExactly(
                                "admission of /admits returned null", "responder of /items/{id} returned null");
            }
            assertThat(server.openStreams()).isZero();
        }

        @Test
        void namesFallbackInLog() throws Exception {
            server.close();
            server = transport.builder().fallback(this::fail).start();
            try (CoreLog log = new CoreLog()) {
                assertThat(transport.get("/null").outcome()).isEqualTo("500 the server failed");
                assertThat(transport.get("/throw").outcome()).isEqualTo("500 the server failed");
                assertThat(log.records())
                        .containsExactly("fallback responder returned null", "fallback responder threw: checked");
            }
        }

        @Test
        void logsCheckedExceptionOfAdmission() throws Exception {
            server.close();
            StreamOptions options =
                    StreamOptions.builder().admission(this::failToAdmit).build();
            server = transport.builder().stream("/{room}", options, stream::set).start();
            try (CoreLog log = new CoreLog()) {
                assertThat(transport.get("/7").outcome()).isEqualTo("500 the server failed");
                assertThat(log.records()).containsExactly("admission of /{room} threw: checked");
            }
        }

        private Admission failToAdmit(StreamRequest request) throws IOException {
            throw new IOException("checked");
        }

        private Response fail(Request request) throws IOException {
            if (request.path().equals("/throw")) {
                throw new IOException("checked");
            }
            return null;
        }
    }

    @Test
    void shedsAtCapacity() {
        ManualExchange first = transport.get("/stream");
        transport.get("/stream");
        ManualExchange third = transport.get("/stream");
        assertThat(third.outcome()).isEqualTo("stream");
        assertThat(third.isOver()).isTrue();
        assertThat(third.written()).matches("retry: [0-9]+\n");
        assertThat(Integer.parseInt(
                        third.written().substring("retry: ".length()).strip()))
                .isBetween(5000, 15_000);
        Response full = transport.ask("GET", "/stream", Headers.empty()).response();
        assertThat(full.status()).isEqualTo(503);
        assertThat(Integer.parseInt(full.headers().first("Retry-After").orElseThrow()))
                .isBetween(5, 15);
        assertThat(server.statistics().shed()).isEqualTo(2);
        first.leave();
        assertThat(transport.get("/stream").written()).isEqualTo(PRELUDE);
    }

    private ManualExchange head(String target) {
        return transport.ask("HEAD", target, Headers.of("Accept", "text/event-stream"));
    }

    private ManualExchange withLastEventId(String id) {
        return transport.ask("GET", "/stream", Headers.of("Last-Event-ID", id));
    }
}
