package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.HttpLimits;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;

/** Duties of {@link sse.api.spi.TransportServer}: binding, and connections that are drained and closed. */
public abstract class ServerSpiTest extends StreamPairTest {
    /** Creates the part. */
    protected ServerSpiTest() {}

    @Test
    void bindsToFreePort() {
        BareServer first = serveBare();
        BareServer second = serveBare();

        assertTrue(first.server().address().getPort() > 0);
        assertNotEquals(
                first.server().address().getPort(), second.server().address().getPort());
    }

    @Test
    void namesAddressThatCannotBeBound() {
        BareServer first = serveBare();
        int port = first.server().address().getPort();

        UncheckedIOException failure = assertThrows(UncheckedIOException.class, () -> serveBareOn(port));

        assertTrue(String.valueOf(failure.getCause()).contains(Integer.toString(port)), failure::toString);
    }

    // TransportServer 1
    @Test
    void stopAcceptingRefusesConnections() {
        BareServer server = serveBare();

        server.server().stopAccepting();

        awaitRefusal(server.client());
        assertEquals(0, server.waitingExchanges());
    }

    // TransportServer 1
    @Test
    void closesIdleConnectionOnStopAccepting() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/", Headers.empty(), "");
            server.nextExchange().respond(Response.text("ok"));
            assertEquals("ok", client.receive().text());

            server.server().stopAccepting();

            client.awaitEnd();
        }
    }

    // TransportServer 1
    @Test
    void stopAcceptingEndsKeepAlive() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/", Headers.empty(), "");
            BareExchange exchange = server.nextExchange();
            server.server().stopAccepting();
            exchange.respond(Response.text("last"));
            TestResponse last = client.receive();

            assertEquals("last", last.text());
            client.awaitEnd();
        }
    }

    // Exchange 3; the server of a host closes its connections as it likes
    @Test
    void deliversResponseWhileClientStillSends() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send("POST", "/", Headers.of("Connection", "close"), "content");
            BareExchange exchange = server.nextExchange();
            client.send("POST", "/", Headers.empty(), "x".repeat(32 * 1024));
            exchange.respond(Response.text("y".repeat(100_000)));

            assertArrayEquals(
                    "y".repeat(100_000).getBytes(StandardCharsets.US_ASCII),
                    client.receive().body());
        }
    }

    // TransportServer 2
    @Test
    void closeEndsOrdinaryConnections() {
        BareServer server = serveBare();
        try (TestConnection idle = server.client().open();
                TestConnection waiting = server.client().open()) {
            waiting.send("GET", "/", Headers.empty(), "");
            server.nextExchange();

            server.server().close();

            idle.awaitEnd();
            waiting.awaitEnd();
        }
    }

    // TransportServer 2
    @Test
    void freesPortOnClose() {
        BareServer server = serveBare();
        int port = server.server().address().getPort();
        openNarrow(server);

        server.close();

        BareServer next = serveBareOn(port);
        assertEquals(port, next.server().address().getPort());
        openNarrow(next);
    }

    private BareServer serveBareOn(int port) {
        InetSocketAddress address = new InetSocketAddress("localhost", port);
        return closedAfterTest(new BareServer(setting(), HttpLimits.defaults(), ticker, Optional.of(address)));
    }
}
