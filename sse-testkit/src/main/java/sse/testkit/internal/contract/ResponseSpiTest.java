package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.api.Response;
import sse.testkit.TestConnection;
import sse.testkit.TestResponse;
import sse.testkit.TransportAbility;

/** Duties 3 and 5 of {@link sse.api.spi.Exchange}: complete responses. */
public abstract class ResponseSpiTest extends ContractTest {
    /** Creates the part. */
    protected ResponseSpiTest() {}

    // Exchange 3
    @Test
    void sendsStatusHeadersAndContent() {
        Response response = Response.of("application/x-test", new byte[] {0, -1, 13, 10})
                .withStatus(418)
                .withHeader("X-One", "1")
                .withAddedHeader("X-Two", "2")
                .withAddedHeader("X-Two", "3");

        TestResponse received = answer("GET", response);

        assertEquals(418, received.status());
        assertEquals("application/x-test", received.header("Content-Type"));
        assertEquals(List.of("1"), received.headers().all("X-One"));
        assertEquals(List.of("2", "3"), received.headers().all("X-Two"));
        assertArrayEquals(new byte[] {0, -1, 13, 10}, received.body());
    }

    // Exchange 3
    @Test
    void sendsContentTypeOnce() {
        TestResponse received = answer("GET", Response.text("# x").withHeader("content-type", "text/markdown"));

        assertEquals(List.of("text/markdown"), received.headers().all("Content-Type"));
    }

    // Exchange 3
    @Test
    void sendsEveryAddedCookie() {
        Response response =
                Response.of(200).withAddedHeader("Set-Cookie", "a=1").withAddedHeader("Set-Cookie", "b=2");

        assertEquals(List.of("a=1", "b=2"), answer("GET", response).headers().all("Set-Cookie"));
    }

    // Exchange 3
    @Test
    void addsDateAndContentLength() {
        TestResponse received = answer("GET", Response.text("four"));

        assertEquals(List.of("4"), received.headers().all("Content-Length"));
        assertEquals(1, received.headers().all("Date").size());
        Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(received.header("Date")));
        assertTrue(Duration.between(date, Instant.now()).abs().compareTo(Duration.ofHours(1)) < 0);
    }

    // Exchange 3; Response promises that the transport's fields win
    @Test
    void replacesFieldsOfTheTransport() {
        Response response = Response.text("four")
                .withHeader("Content-Length", "99")
                .withHeader("Date", "never")
                .withHeader("Connection", "x-odd");

        TestResponse received = answer("GET", response);

        assertEquals("four", received.text());
        assertEquals(List.of("4"), received.headers().all("Content-Length"));
        assertFalse(received.headers().all("Date").contains("never"));
        assertFalse(received.headers().all("Connection").contains("x-odd"));
    }

    // Exchange 3
    @Test
    void sendsNoContentForHead() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send("HEAD", "/", Headers.empty(), "");
            server.nextExchange().respond(Response.text("four"));
            TestResponse head = client.receive();
            client.send("GET", "/", Headers.empty(), "");
            server.nextExchange().respond(Response.text("next"));

            assertEquals("", head.text());
            assertEquals("4", head.header("Content-Length"));
            assertEquals("next", client.receive().text());
        }
    }

    // Exchange 3
    @Test
    void keepsConnectionAfterEveryStatus() {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            for (int status : new int[] {200, 201, 204, 304, 404, 500}) {
                client.send("GET", "/", Headers.empty(), "");
                server.nextExchange().respond(Response.of(status));
                TestResponse received = client.receive();

                assertEquals(status, received.status());
                assertEquals("", received.text());
            }
        }
    }

    // Exchange 3
    @Test
    void closesConnectionOnRequest() {
        assumeCan(TransportAbility.SPEAKS_HTTP1);
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/", Headers.of("Connection", "close"), "");
            server.nextExchange().respond(Response.text("last"));

            TestResponse last = client.receive();

            assertEquals("last", last.text());
            assertEquals("close", last.header("Connection"));
            client.awaitEnd();
        }
    }

    // Exchange 3
    @Test
    void closesConnectionAfterHttp10() {
        assumeCan(TransportAbility.SOCKETS);
        assumeCan(TransportAbility.SPEAKS_HTTP1);
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.sendRaw("GET / HTTP/1.0\r\nHost: test\r\n\r\n");
            server.nextExchange().respond(Response.text("last"));

            assertEquals("last", client.receive().text());
            client.awaitEnd();
        }
    }

    // Exchange 3
    @Test
    void sendsLargeContentToSlowClient() {
        String content = "0123456789abcdef".repeat(64 * 1024);
        BareServer server = serveBare();
        try (TestConnection client =
                server.client().withWindow(4096).withReadSize(1000).open()) {
            client.send("GET", "/", Headers.empty(), "");
            server.nextExchange().respond(Response.text(content));

            assertEquals(content, client.receive().text());
        }
    }

    // Exchange 3
    @Test
    void sharesContentAmongClients() {
        int bytes = 4 << 20;
        Response response = Response.of("application/octet-stream", new byte[bytes]);
        BareServer server = serveBare();
        long before = usedHeap();

        for (int i = 0; i < 16; i++) {
            TestConnection client =
                    closedAfterTest(server.client().withWindow(4096).open());
            client.send("GET", "/", Headers.empty(), "");
            server.nextExchange().respond(response);
            assertEquals(200, client.receiveStream().ignoreUnread().status());
        }

        // A copy for each client would take 64 MiB.
        long added = usedHeap() - before;
        assertTrue(added < 4L * bytes, () -> added + " bytes for 16 clients that do not read");
        assertEquals(bytes, response.content().remaining());
    }

    // Exchange 5
    @Test
    void ignoresResponseAfterDisconnect() {
        BareServer server = serveBare();
        TestConnection client = server.client().open();
        client.send("GET", "/", Headers.empty(), "");
        BareExchange exchange = server.nextExchange();
        client.reset();

        exchange.respond(Response.text("x".repeat(1 << 20)));

        try (TestConnection other = server.client().open()) {
            other.send("GET", "/", Headers.empty(), "");
            server.nextExchange().respond(Response.text("served"));
            assertEquals("served", other.receive().text());
        }
    }

    // Exchange 5
    @Test
    void respondsToHalfClosedClient() {
        assumeCan(TransportAbility.SPEAKS_HTTP1);
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send("GET", "/", Headers.empty(), "");
            client.halfClose();
            server.nextExchange().respond(Response.text("still read"));

            assertEquals("still read", client.receive().text());
        }
    }

    private TestResponse answer(String method, Response response) {
        BareServer server = serveBare();
        try (TestConnection client = server.client().open()) {
            client.send(method, "/", Headers.empty(), "");
            server.nextExchange().respond(response);
            return client.receive();
        }
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
