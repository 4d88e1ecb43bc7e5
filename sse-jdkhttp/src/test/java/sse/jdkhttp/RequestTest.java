package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Response;
import sse.api.spi.Exchange;
import sse.api.spi.HttpLimits;
import sse.api.spi.TransportServer;

class RequestTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(7);
    private static final HttpLimits LIMITS = HttpLimits.builder()
            .requestLineBytes(100)
            .headerBytes(300)
            .bodyBytes(10)
            .requestTimeout(TIMEOUT)
            .idleTimeout(Duration.ofSeconds(60))
            .build();

    private final HeldRequests requests = new HeldRequests();
    private final HandTicker ticker = new HandTicker();
    private TransportServer server;

    @BeforeEach
    void start() throws Exception {
        server = new JdkHttpTransport()
                .start(new FakeCore(requests).ticker(ticker).limits(LIMITS));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private RawClient client() throws Exception {
        return RawClient.connect(server.address());
    }

    /** Sends a request that is refused, and returns its status; the connection must be closed after it. */
    private int refusal(String request) throws Exception {
        try (RawClient client = client().send(request)) {
            String response = client.readToEnd();
            assertThat(response).startsWith("HTTP/1.1 ");
            assertThat(response.toLowerCase(java.util.Locale.ROOT)).contains("\r\nconnection: close\r\n");
            assertThat(requests.isEmpty()).isTrue();
            return Integer.parseInt(response.substring(9, 12));
        }
    }

    private Exchange accepted(String request) throws Exception {
        try (RawClient client = client().send(request)) {
            FakeCore.OnLane accepted = requests.await();
            HeldRequests.respond(accepted, Response.of(204));
            assertThat(client.head()).contains("http/1.1 204 no content");
            return accepted.exchange();
        }
    }

    @Test
    void givesTheRequestAsItWasSent() throws Exception {
        Exchange exchange =
                accepted("POST /a%2fb/%7e?q=%zz+&x HTTP/1.1\r\nHost: a:80\r\nX-A:  one \r\n".replace("%zz", "%20")
                        + "x-a: tw\u00f6\r\nLast-Event-ID: \u00c3\u00a9\r\nContent-Length: 3\r\n\r\nabc");
        assertThat(exchange.method()).isEqualTo("POST");
        assertThat(exchange.target()).isEqualTo("/a%2fb/%7e?q=%20+&x");
        assertThat(exchange.headers().all("X-A")).containsExactly("one", "tw\u00f6");
        assertThat(exchange.headers().first("last-event-id")).contains("\u00c3\u00a9");
        assertThat(exchange.body()).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(exchange.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void decodesChunkedContent() throws Exception {
        Exchange exchange = accepted(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
        assertThat(exchange.body()).isEqualTo("abcde".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://a/b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a-b.c:\r\n\r\n",
                "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "M-SEARCH / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\tb\r\n\r\n",
                "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void accepts(String request) throws Exception {
        accepted(request);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 'GET / HTTP/1.1\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: u@a\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a:b\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: [::1\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: []\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: [::1]a\r\n\r\n'",
        "400, 'GET / HTTP/1.0\r\nHost: a b\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a\r\nX: a\u0001b\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a\r\nX: a\u007fb\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a\r\nX(Y): b\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n'",
        "400, 'GET /# HTTP/1.1\r\nHost: a\r\n\r\n'",
        "400, 'GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n'",
        "400, 'G@T / HTTP/1.1\r\nHost: a\r\n\r\n'",
        "400, 'GET /\r\nHost: a\r\n\r\n'",
        "400, 'GET / HTTPS\r\nHost: a\r\n\r\n'",
        "400, 'GET / http/1.1\r\nHost: a\r\n\r\n'",
        "400, 'HEAD / HTTP/1.1\r\n\r\n'",
        "505, 'GET / HTTP/2.0\r\nHost: a\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost:\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: :80\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a%4\r\n\r\n'",
        "417, 'POST / HTTP/1.1\r\nHost: a\r\nExpect: b\r\nContent-Length: 3\r\n\r\nabc'",
        "505, 'GET / HTTP/0.9\r\nHost: a\r\n\r\n'",
        "400, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc'",
        "400, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc'",
        "400, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc'",
        "400, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'",
        "400, 'POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'",
        "501, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'",
        "400, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n\r\n'",
        "400, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n\r\n'",
        "413, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n12345678901'",
        "413, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n'"
    })
    void refuses(int status, String request) throws Exception {
        assertThat(refusal(request)).isEqualTo(status);
    }

    @Test
    void takesNothingAfterChunksForARequest() throws Exception {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunks = "100000003\r\nabc\r\n0\r\n\r\n";
        try (RawClient client = client().send(head + chunks + "GET /b HTTP/1.1\r\nHost: a\r\n\r\n")) {
            HeldRequests.respond(requests.await(), Response.of(204));
            assertThat(client.head()).contains("http/1.1 204 no content", "connection: close");
            assertThat(client.countToEnd()).isZero();
            assertThat(requests.isEmpty()).isTrue();
        }
    }

    @Test
    void refusesALengthThatIsNoNumberOfThisWorld() throws Exception {
        assertThat(refusal("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"))
                .isEqualTo(400);
        try (RawClient client =
                client().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999999999\r\n\r\n")) {
            assertThat(client.head()).contains("http/1.1 413 request entity too large");
        }
    }

    @Test
    void limitsTheRequestLine() throws Exception {
        String target = "/" + "a".repeat(100 - "GET / HTTP/1.1".length());
        accepted("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(refusal("GET " + target + "a HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(414);
    }

    @Test
    void limitsTheHeaderFields() throws Exception {
        String value = "a".repeat(300 - "Host: a\r\nX: \r\n".length());
        accepted("GET / HTTP/1.1\r\nHost: a\r\nX: " + value + "\r\n\r\n");
        assertThat(refusal("GET / HTTP/1.1\r\nHost: a\r\nX: " + value + "a\r\n\r\n"))
                .isEqualTo(431);
    }

    @Test
    void limitsTheContent() throws Exception {
        accepted("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n1234567890");
        accepted("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\na\r\n1234567890\r\n0\r\n\r\n");
    }

    @Test
    void deliversRejectionWhileClientStillSends() throws Exception {
        String request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n" + "x".repeat(500_000);
        assertThat(refusal(request)).isEqualTo(413);
    }

    @Test
    void sendsInterimResponseIfExpected() throws Exception {
        try (RawClient client =
                client().send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")) {
            assertThat(client.head()).contains("http/1.1 100 continue");
            client.send("abc");
            assertThat(requests.await().exchange().body()).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET / HTTP/1.1\r\nHost: a\r\nX",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na"
            })
    void closesConnectionOfSlowRequest(String part) throws Exception {
        try (RawClient client = client().send(part)) {
            ticker.awaitTimeout(TIMEOUT);
            assertThat(client.countToEnd()).isZero();
            assertThat(requests.isEmpty()).isTrue();
        }
    }

    @Test
    void givesTheCoreAllTheTimeItWants() throws Exception {
        try (RawClient client = client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) {
            FakeCore.OnLane request = requests.await();
            assertThat(ticker.isWaiting()).isFalse();
            HeldRequests.respond(request, Response.of(204));
            client.head();
        }
    }

    @Test
    void closesConnectionOfSlowHandshake() throws Exception {
        try (TransportServer https = JdkHttpTransport.https(TestTls.context())
                        .start(new FakeCore(requests).ticker(ticker).limits(LIMITS));
                RawClient client = RawClient.connect(https.address()).send("\u0016")) {
            ticker.awaitTimeout(TIMEOUT);
            assertThat(client.countToEnd()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na", "GET / HTTP/1.1"})
    void forgetsARequestWhoseClientLeavesWithinIt(String part) throws Exception {
        try (RawClient client = client().send(part)) {
            client.shutdownOutput();
            client.readToEnd();
            assertThat(requests.isEmpty()).isTrue();
        }
    }
}
