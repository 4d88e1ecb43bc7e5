package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.HttpLimits;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TransportAbility;

/**
 * Duties 1 to 3 of {@link sse.api.spi.Transport}, 1 and 2 of {@link sse.api.spi.Exchange}: how requests reach the core.
 */
public abstract class RequestSpiTest extends ContractTest {
    private static final String CHUNKED_HEAD = "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Creates the part. */
    protected RequestSpiTest() {}

    // Exchange 1
    @Test
    void decodesHeadersAsIso88591() {
        String euroInUtf8 = new String("€".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Headers sent = Headers.builder()
                .add("X-Latin", "é")
                .add("X-Utf", euroInUtf8)
                .add("X-Twice", "1")
                .add("x-twice", "2")
                .build();

        Headers received = exchangeFor("GET", "/", sent, "").request().headers();

        assertEquals("é", received.first("x-latin").orElseThrow());
        assertEquals(euroInUtf8, received.first("X-Utf").orElseThrow());
        assertEquals(List.of("1", "2"), received.all("X-Twice"));
    }

    // Exchange 1
    @Test
    void passesMethodAndTargetUnchanged() {
        String target = "/a%2Fb/%7Euser//c;p=1?q=%20x+y&z=%E2%82%AC";

        BareExchange exchange = exchangeFor("PATCH", target, Headers.empty(), "");

        assertEquals("PATCH", exchange.request().method());
        assertEquals(target, exchange.request().target());
    }

    // Exchange 1
    @Test
    void takesAuthorityOfTargetForHost() {
        Headers host = Headers.of("Host", "b.example");

        BareExchange exchange = exchangeFor("GET", "http://a.example:8080/b?c", host, "");

        assertEquals("http://a.example:8080/b?c", exchange.request().target());
        assertEquals(List.of("a.example:8080"), exchange.request().headers().all("Host"));
    }

    // Transport 3
    @Test
    void answers400ForMalformedAuthority() {
        BareServer server = serveBare();

        assertRefused(400, server, "GET", "http://user@a.example/", Headers.empty(), "");
        assertRefused(400, server, "GET", "http://a.example:65536/", Headers.empty(), "");
    }

    @Test
    void returnsAddressOfClient() {
        InetAddress address = exchangeFor("GET", "/", Headers.empty(), "")
                .request()
                .remoteAddress()
                .getAddress();

        assertTrue(address.isLoopbackAddress());
    }

    // Exchange 2
    @Test
    void passesWholeContent() {
        String content = "0123456789".repeat(3000) + "ü";

        BareExchange exchange = exchangeFor("POST", "/", Headers.empty(), content);

        assertArrayEquals(
                content.getBytes(StandardCharsets.UTF_8), exchange.request().body());
    }

    // Exchange 2
    @Test
    void passesEmptyContentIfThereIsNone() {
        assertArrayEquals(
                new byte[0],
                exchangeFor("GET", "/", Headers.empty(), "").request().body());
    }

    // Exchange 2
    @Test
    void decodesChunkedContent() {
        assumeCan(TransportAbility.SOCKETS);
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.sendRaw(CHUNKED_HEAD + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n");

            assertArrayEquals(
                    "hello world".getBytes(StandardCharsets.UTF_8),
                    server.nextExchange().request().body());
        }
    }

    // Exchange 2, Transport 3
    @Test
    void answers413ForContentBeyondLimit() {
        BareServer server = serveBare(HttpLimits.builder().bodyBytes(1000).build());

        assertRefused(413, server, "POST", "/", Headers.empty(), "x".repeat(1001));
        assertTaken(server, "POST", "/", Headers.empty(), "x".repeat(1000));
        assertTaken(server, "POST", "/", Headers.empty(), "x".repeat(999));
    }

    // Exchange 2, Transport 3
    @Test
    void answers413ForChunkedContentBeyondLimit() {
        assumeCan(TransportAbility.SOCKETS);
        BareServer server = serveBare(HttpLimits.builder().bodyBytes(10).build());
        try (TestConnection client = server.client().open()) {
            client.sendRaw(CHUNKED_HEAD + "8\r\n12345678\r\n3\r\n90x\r\n0\r\n\r\n");

            assertEquals(413, client.receive().status());
        }
        assertEquals(0, server.waitingExchanges());
    }

    // Transport 3
    @Test
    void answers414ForRequestLineBeyondLimit() {
        HttpLimits limits = HttpLimits.defaults();
        BareServer server = serveBare(limits);
        int longest = limits.requestLineBytes() - "GET / HTTP/1.1".length();

        assertRefused(414, server, "GET", "/" + "x".repeat(longest + 1), Headers.empty(), "");
        assertTaken(server, "GET", "/" + "x".repeat(longest), Headers.empty(), "");
        assertTaken(server, "GET", "/" + "x".repeat(longest - 1), Headers.empty(), "");
    }

    // Transport 3
    @Test
    void answers431ForHeadersBeyondLimit() {
        BareServer server = serveBare(HttpLimits.builder().headerBytes(1000).build());

        assertRefused(431, server, "GET", "/", Headers.of("X-Long", "x".repeat(1001)), "");
        assertTaken(server, "GET", "/", Headers.of("X-Long", "x".repeat(800)), "");
    }

    // Transport 1
    @Test
    void keepsConnectionOnItsLane() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            List<BareLane> lanes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                client.send("GET", "/", Headers.empty(), "");
                BareExchange exchange = server.nextExchange();
                lanes.add(exchange.lane());
                exchange.respond(Response.text("ok"));
                assertEquals("ok", client.receive().text());
            }
            lanes.forEach(lane -> assertSame(lanes.get(0), lane));
        }
    }

    // Transport 2
    @Test
    void answersPipelinedRequestsInOrder() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            for (int i = 0; i < 5; i++) {
                client.send("POST", "/" + i, Headers.empty(), "content " + i);
            }
            for (int i = 0; i < 5; i++) {
                BareExchange exchange = server.nextExchange();
                assertEquals("/" + i, exchange.request().target());
                exchange.respond(Response.text("answer " + i));
            }
            for (int i = 0; i < 5; i++) {
                assertEquals("answer " + i, client.receive().text());
            }
        }
    }

    // Transport 2
    @Test
    void holdsLaterRequestsUntilResponse() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open();
                TestConnection other = server.client().open()) {
            client.send("GET", "/first", Headers.empty(), "");
            client.send("GET", "/second", Headers.empty(), "");
            BareExchange first = server.nextExchange();
            // A complete request on another connection shows that the second one could have been read.
            other.send("GET", "/other", Headers.empty(), "");
            BareExchange next = server.nextExchange();

            assertEquals("/other", next.request().target());
            assertEquals(0, server.waitingExchanges());
            next.respond(Response.of(204));
            first.respond(Response.text("first"));
            assertEquals("first", client.receive().text());
            server.nextExchange().respond(Response.text("second"));
            assertEquals("second", client.receive().text());
        }
    }

    // Transport 2
    @Test
    void limitsPipelinedBytes() {
        BareServer server = serveBare();
        String content = "x".repeat(8 * 1024);
        try (TestConnection client =
                        server.client().withTimeout(Duration.ofMillis(500)).open();
                TestConnection other = server.client().open()) {
            client.send("GET", "/first", Headers.empty(), "");
            server.nextExchange();
            assertTrue(sendUntilStalled(client, content) < 4 * 1024, "32 MiB must not be taken");
            // A server that was only slow takes more once it has served another client.
            other.send("GET", "/other", Headers.empty(), "");
            server.nextExchange().respond(Response.of(204));
            assertEquals(204, other.receive().status());
            assertTrue(sendUntilStalled(client, content) < 128, "1 MiB must not be taken after that");
        }
    }

    // Transport 3
    @Test
    void closesIdleConnection() {
        assumeCan(TransportAbility.KEEPS_TIMEOUTS);
        BareServer server = serveBare(
                HttpLimits.builder().idleTimeout(Duration.ofSeconds(60)).build());
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/", Headers.empty(), "");
            server.nextExchange().respond(Response.of(204));
            assertEquals(204, client.receive().status());
            ticker.advance(Duration.ofSeconds(50));
            server.lanes().forEach(lane -> lane.run(() -> {}));
            client.send("GET", "/", Headers.empty(), "");
            server.nextExchange().respond(Response.of(204));
            assertEquals(204, client.receive().status());
            whileTimePasses(client::awaitEnd);
        }
    }

    // Transport 3
    @Test
    void answers408IfRequestTakesTooLong() {
        assumeCan(TransportAbility.KEEPS_TIMEOUTS);
        assumeCan(TransportAbility.SOCKETS);
        BareServer server = serveBare(
                HttpLimits.builder().requestTimeout(Duration.ofSeconds(10)).build());
        try (TestConnection client = server.client().open()) {
            client.sendRaw("GET / HTTP/1.1\r\nHo");

            whileTimePasses(() -> assertEquals(408, client.receive().status()));
        }
        assertEquals(0, server.waitingExchanges());
    }

    private BareExchange exchangeFor(String method, String target, Headers headers, String content) {
        BareServer server = serveBare();
        closedAfterTest(server.client().open()).send(method, target, headers, content);
        return server.nextExchange();
    }

    private static void assertRefused(
            int status, BareServer server, String method, String target, Headers headers, String content) {
        TestResponse response = server.client().request(method, target, headers, content);

        assertEquals(status, response.status());
        assertEquals(0, server.waitingExchanges());
    }

    private static void assertTaken(BareServer server, String method, String target, Headers headers, String content) {
        try (TestConnection client = server.client().open()) {
            client.send(method, target, headers, content);
            server.nextExchange().respond(Response.of(204));
            assertEquals(204, client.receive().status());
        }
    }
}
