package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sse.api.Headers;
import sse.api.Response;
import sse.testkit.TestConnection;
import sse.testkit.TransportAbility;

/** Duties 3 and 5 of {@link sse.api.spi.Transport}: what is not HTTP/1.x (RFC 9112) never reaches the core, and never the log. */
public abstract class MalformedRequests extends ContractTest {
    private static final String HOST = "Host: test\r\n";

    /** Makes the part. */
    protected MalformedRequests() {}

    // Transport 3
    @TestFactory
    Stream<DynamicTest> refuses() {
        assumeCan(TransportAbility.SOCKETS);
        return malformed().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> assertRefused(entry.getValue())));
    }

    // Transport 3
    @TestFactory
    Stream<DynamicTest> refusesWhatOnlyTheBytesShow() {
        assumeCan(TransportAbility.SOCKETS);
        assumeCan(TransportAbility.SEES_EVERY_BYTE);
        return malformedBytes().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> assertRefused(entry.getValue())));
    }

    // Transport 3
    @Test
    void dropsRequestThatEndOfInputCutsShort() {
        assumeCan(TransportAbility.SOCKETS);
        assumeCan(TransportAbility.SEES_EVERY_BYTE);
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.sendRaw("GET / HTTP/1.1\r\n" + HOST);
            client.halfClose();

            awaitRefusalOrEnd(client);
        }
        assertEquals(0, server.waitingExchanges());
    }

    // Transport 5
    @Test
    void logsNothingAboutClientsThatMisbehave() {
        assumeCan(TransportAbility.SOCKETS);
        try (LogWatch log = LogWatch.onAll()) {
            BareServer server = serveBare();
            malformed().values().forEach(text -> sendAndLeave(server, text));
            malformedBytes().values().forEach(text -> sendAndLeave(server, text));
            TestConnection left = server.client().open();
            left.send("GET", "/", Headers.empty(), "");
            BareExchange exchange = server.nextExchange();
            left.reset();
            exchange.respond(Response.text("x".repeat(1 << 20)));

            assertServed(server);
            server.close();
            log.assertQuiet();
        }
    }

    // Transport 5
    @Test
    void logsNothingAboutStreamsWhoseClientsLeave() {
        try (LogWatch log = LogWatch.onAll()) {
            BareServer server = serveBare();
            for (int i = 0; i < 6; i++) {
                TestConnection client = server.client().withWindow(4096).open();
                client.send("GET", "/", Headers.empty(), "");
                BareStream stream = server.nextExchange().open();
                if (i >= 3) {
                    fill(stream);
                }
                if (i % 3 == 0) {
                    client.close();
                } else if (i % 3 == 1) {
                    client.reset();
                } else {
                    client.halfClose();
                    client.close();
                }
                Eventually.holds("write fails", () -> stream.closedCalls() > 0 || stream.writeFails());
                stream.abort();
                awaitClosed(stream);
            }
            server.close();

            log.assertQuiet();
        }
    }

    private static void sendAndLeave(BareServer server, String text) {
        TestConnection client = server.client().open();
        client.sendRaw(text);
        client.reset();
    }

    private void assertRefused(String text) {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.sendRaw(text);
            awaitRefusalOrEnd(client);
        }
        assertEquals(0, server.waitingExchanges());
        assertServed(server);
    }

    /** Some of it deserves a status, some only an end; a transport chooses. */
    private static void awaitRefusalOrEnd(TestConnection client) {
        int status;
        try {
            status = client.receive().status();
        } catch (AssertionError noResponse) {
            client.awaitEnd();
            return;
        }
        assertTrue(status >= 400 && status <= 599, "status of a refusal: " + status);
    }

    private static void assertServed(BareServer server) {
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/served", Headers.empty(), "");
            BareExchange exchange = server.nextExchange();
            while (!exchange.request().target().equals("/served")) {
                exchange = server.nextExchange();
            }
            exchange.respond(Response.text("served"));
            assertEquals("served", client.receive().text());
        }
    }

    private static Map<String, String> malformed() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("a line that is no request", "garbage\r\n\r\n");
        texts.put("a binary greeting", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n");
        texts.put("a method that is no token", "G(T / HTTP/1.1\r\n" + HOST + "\r\n");
        texts.put("a version above 1.x", "GET / HTTP/2.0\r\n" + HOST + "\r\n");
        texts.put("a version that is none", "GET / HTTX/1.1\r\n" + HOST + "\r\n");
        texts.put("no host", "GET / HTTP/1.1\r\n\r\n");
        texts.put("two hosts", "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n");
        texts.put("a host that is none", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
        texts.put("a space before the colon", "GET / HTTP/1.1\r\n" + HOST + "X-A : 1\r\n\r\n");
        texts.put("a name with a space", "GET / HTTP/1.1\r\n" + HOST + "X A: 1\r\n\r\n");
        texts.put("NUL in a value", "GET / HTTP/1.1\r\n" + HOST + "X-A: a\u0000b\r\n\r\n");
        texts.put("a length that is no number", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: x\r\n\r\n");
        texts.put("a negative length", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n");
        texts.put("two lengths", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx");
        texts.put(
                "a length and a transfer coding",
                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        texts.put("an unknown transfer coding", "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: gzip\r\n\r\n");
        texts.put(
                "a chunk size that is no number",
                "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n");
        return texts;
    }

    private static Map<String, String> malformedBytes() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("a folded line", "GET / HTTP/1.1\r\n" + HOST + "X-A: 1\r\n  2\r\n\r\n");
        texts.put("white space before the first field", "GET / HTTP/1.1\r\n " + HOST + "\r\n");
        texts.put("a lone CR in a value", "GET / HTTP/1.1\r\n" + HOST + "X-A: a\rb\r\n\r\n");
        texts.put("a field without colon", "GET / HTTP/1.1\r\n" + HOST + "X-A\r\n\r\n");
        texts.put("two spaces in the request line", "GET  / HTTP/1.1\r\n" + HOST + "\r\n");
        return texts;
    }
}
