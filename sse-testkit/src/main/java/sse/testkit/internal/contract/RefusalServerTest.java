package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import sse.api.Cors;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.HttpLimits;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TestServer;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** What a server refuses, as the pages of other origins and clients that ask before they send see it. */
public abstract class RefusalServerTest extends ContractTest {
    private static final String PAGE = "https://page.example";
    private static final String ORIGIN = "Origin: " + PAGE + "\r\n";
    private static final HttpLimits LIMITS = HttpLimits.builder()
            .requestLineBytes(1000)
            .headerBytes(1000)
            .bodyBytes(1000)
            .build();

    /** Creates the part. */
    protected RefusalServerTest() {}

    @Test
    void letsPagesReadThatContentIsTooLarge() {
        assertReadable(413, refusal("POST", "/", Headers.empty(), "x".repeat(1001)));
    }

    @Test
    void letsPagesReadThatTargetIsTooLong() {
        assertReadable(414, refusal("GET", "/" + "x".repeat(2000), Headers.empty(), ""));
    }

    @Test
    void letsPagesReadThatFieldsAreTooLarge() {
        Headers large = Headers.builder()
                .add("A", "x".repeat(600))
                .add("B", "x".repeat(600))
                .build();

        assertReadable(431, refusal("GET", "/", large, ""));
    }

    @Test
    void letsPagesReadThatTargetIsMalformed() {
        assumeCan(TransportAbility.READS_REQUESTS);
        assertReadable(400, refusal("GET", "/%ff", Headers.empty(), ""));
    }

    @Test
    void letsPagesReadThatExpectationIsUnknown() {
        assumeCan(TransportAbility.READS_REQUESTS);
        assumeCan(TransportAbility.SOCKETS);
        assertReadable(417, refusal("GET", "/", Headers.of("Expect", "a"), ""));
    }

    @Test
    void letsPagesReadThatRequestIsLate() {
        assumeCan(TransportAbility.SOCKETS);
        assumeCan(TransportAbility.KEEPS_TIMEOUTS);
        TestServer server = servePage(Cors.allow(PAGE));
        try (TestConnection client = clientOf(server).open()) {
            client.sendRaw("POST / HTTP/1.1\r\nHost: a\r\n" + ORIGIN + "Content-Length: 3\r\n\r\nab");
            whileTimePasses(() -> assertReadable(408, client.receive()));
        }
    }

    @Test
    void letsEveryPageReadWithoutOrigin() {
        TestServer server = servePage(Cors.allow("*"));

        TestResponse response = clientOf(server).get("/" + "x".repeat(2000));

        assertEquals(414, response.status());
        assertEquals("*", response.header("Access-Control-Allow-Origin"));
    }

    @Test
    void hidesRefusalFromOtherPages() {
        TestServer server = servePage(Cors.allow("https://other.example"));

        TestResponse response = clientOf(server).request("POST", "/", Headers.of("Origin", PAGE), "x".repeat(1001));

        assertEquals(413, response.status());
        assertFalse(response.headers().contains("Access-Control-Allow-Origin"));
        assertEquals("Origin", response.header("Vary"));
    }

    @Test
    void refusesBeforeContentIsSent() {
        assumeCan(TransportAbility.INVITES_CONTENT);
        TestServer server = servePage(Cors.allow(PAGE));
        for (String target : new String[] {"/nothing", "/stream"}) {
            try (TestConnection client = clientOf(server).open()) {
                client.sendRaw("POST " + target + " HTTP/1.1\r\nHost: a\r\n" + ORIGIN
                        + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");

                assertReadable(target.equals("/stream") ? 405 : 404, client.receive());
                client.halfClose();
                client.awaitEnd();
            }
        }
    }

    @Test
    void invitesContentThatIsWanted() throws IOException {
        assumeCan(TransportAbility.SOCKETS);
        assumeCan(TransportAbility.SPEAKS_HTTP1);
        TestServer server = servePage(Cors.allow(PAGE));
        int timeoutMillis = (int) Eventually.DEADLINE.toMillis();
        try (Socket client = setting().connect(server.server().address(), timeoutMillis)) {
            client.setSoTimeout(timeoutMillis);
            write(client, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            String interim = readUntil(client, "\r\n\r\n");
            write(client, "abc");
            String response = readUntil(client, "\r\n\r\nabc");

            assertTrue(interim.startsWith("HTTP/1.1 100 "), interim);
            assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        }
    }

    private static void write(Socket client, String bytes) throws IOException {
        client.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(Socket client, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = client.getInputStream().read();
            assertTrue(next >= 0, () -> "connection has ended after: " + text);
            text.append((char) next);
        }
        return text.toString();
    }

    private TestResponse refusal(String method, String target, Headers more, String content) {
        TestServer server = servePage(Cors.allow(PAGE));
        // Behind the field that is too large, as it may be on the wire.
        Headers headers = more.toBuilder().add("Origin", PAGE).build();
        return clientOf(server).request(method, target, headers, content);
    }

    private TestServer servePage(Cors cors) {
        return serve(b -> b.cors(cors).limits(LIMITS).closeTimeout(Duration.ZERO).stream("/stream", stream -> {})
                .respond("/", request -> Response.text(request.text())));
    }

    private static void assertReadable(int status, TestResponse response) {
        assertEquals(status, response.status());
        assertEquals(PAGE, response.header("Access-Control-Allow-Origin"));
        assertEquals("Origin", response.header("Vary"));
        assertTrue(response.headers().contains("Date"), response::toString);
        assertTrue(response.text().endsWith("\n"), response::toString);
    }
}
