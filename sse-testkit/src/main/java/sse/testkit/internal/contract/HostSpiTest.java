package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.HttpLimits;
import sse.testkit.StreamEnd;
import sse.testkit.TestConnection;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Duties of {@link sse.api.spi.ServiceHost} that are not proved by those of a transport. */
public abstract class HostSpiTest extends StreamPairTest {
    /** Creates the part. */
    protected HostSpiTest() {}

    // ServiceHost 1
    @Test
    void createsLanesBeforeItReturns() {
        assertFalse(serveBare().lanes().isEmpty());
    }

    // ServiceHost 2
    @Test
    void passesWholeContent() {
        BareServer server = serveBare();
        String content = "0123456789".repeat(3000) + "ü";
        closedAfterTest(server.client().open()).send("POST", "/a/b?c=d", Headers.of("X-Test", "yes"), content);
        BareExchange exchange = server.nextExchange();

        assertEquals("POST", exchange.request().method());
        assertEquals("/a/b?c=d", exchange.request().target());
        assertEquals("yes", exchange.request().headers().first("x-test").orElseThrow());
        assertArrayEquals(
                content.getBytes(StandardCharsets.UTF_8), exchange.request().body());
    }

    // ServiceHost 2
    @Test
    void passesNoContentBeyondLimit() {
        BareServer server = serveBare(HttpLimits.builder().bodyBytes(1000).build());

        assertEquals(
                413,
                server.client()
                        .request("POST", "/", Headers.empty(), "x".repeat(1001))
                        .status());
        assertEquals(0, server.waitingExchanges());
    }

    // ServiceHost 2
    @Test
    void passesNoIncompleteRequest() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.sendRaw("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n12345");
        }
        try (TestConnection other = server.client().open()) {
            other.send("GET", "/other", Headers.empty(), "");
            BareExchange exchange = server.nextExchange();

            assertEquals("/other", exchange.request().target());
            exchange.respond(Response.of(204));
            assertEquals(204, other.receive().status());
        }
        assertEquals(0, server.waitingExchanges());
    }

    // ServiceHost 4
    @Test
    void logsNothingAboutItsClients() {
        try (LogWatch log = LogWatch.onAll()) {
            BareServer server = serveBare();
            Ends reset = openNarrow(server);
            fill(reset.server());
            reset.connection().reset();
            Ends closed = openNarrow(server);
            closed.connection().close();
            try (TestConnection incomplete = server.client().open()) {
                incomplete.sendRaw("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n12345");
            }
            TestConnection gone = server.client().open();
            gone.send("GET", "/", Headers.empty(), "");
            BareExchange exchange = server.nextExchange();
            gone.reset();
            exchange.respond(Response.text("x".repeat(1 << 20)));
            server.close();

            log.assertQuiet();
        }
    }

    // ServiceHost 5
    @Test
    void deliversClosingEventBeforeConnectionsEnd() {
        StreamWatch streams = new StreamWatch();
        TestServer server = serve(builder -> builder.closingEvent(Event.of("bye")).stream("/", streams));
        TestStream client = connect(server, "/");
        streams.next();
        server.close();

        assertEquals("bye", client.nextEvent().data());
        assertEquals(StreamEnd.COMPLETE, client.awaitEnd());
    }
}
