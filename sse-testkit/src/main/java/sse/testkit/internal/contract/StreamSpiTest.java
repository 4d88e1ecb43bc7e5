package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.testkit.StreamEnd;
import sse.testkit.TestConnection;
import sse.testkit.TestStream;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** Duties 4, 5 and 7 of {@link sse.api.spi.Exchange}, and those of {@link sse.api.spi.StreamConnection}. */
public abstract class StreamSpiTest extends StreamEndSpiTest {
    /** A new TCP connection acknowledges its first segments, some sixteen, without delay. */
    private static final int QUICK_ROUNDS = 32;

    private static final int ROUNDS = 60;
    private static final int PROMPT_ROUNDS = 15;
    private static final long HELD_NANOS = 30_000_000;

    /** Creates the part. */
    protected StreamSpiTest() {}

    // Exchange 4
    @Test
    void sendsStatusAndHeadersWithFirstWrite() {
        TestStream client = open().client();

        assertEquals(200, client.status());
        assertEquals("text/event-stream", client.headers().first("Content-Type").orElseThrow());
        assertEquals("yes", client.headers().first("X-Test").orElseThrow());
        assertFalse(client.headers().contains("Content-Length"));
        assertFalse(client.headers().contains("Content-Encoding"));
    }

    // Exchange 4
    @Test
    void writesBytesUnchanged() {
        Ends ends = open();
        byte[] all = new byte[256 * 4];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        ends.server().write(all);
        ends.server().finish();

        for (byte b : all) {
            assertEquals(b & 0xFF, ends.client().readByte());
        }
        assertEquals(-1, ends.client().readByte());
    }

    // Exchange 4
    @Test
    void discardsBytesSentInsideStream() {
        BareServer server = serveBare();
        Ends ends = open(server, server.client());

        ends.connection().send("POST", "/inside", Headers.empty(), "x".repeat(20_000));
        ends.server().write("data: on\n\n");

        assertEquals("on", ends.client().nextEvent().data());
        assertEquals(0, server.waitingExchanges());
        assertEquals(0, ends.server().closedCalls());
    }

    // Exchange 4
    @Test
    void opensStreamAfterOrdinaryResponses() {
        BareServer server = serveBare();
        try (TestConnection connection = server.client().open()) {
            connection.send("GET", "/first", Headers.empty(), "");
            server.nextExchange().respond(sse.api.Response.text("first"));
            assertEquals("first", connection.receive().text());
            connection.send("GET", "/stream", Headers.empty(), "");
            BareStream stream = server.nextExchange().open();
            stream.write("data: second\n\n");

            assertEquals("second", connection.receiveStream().nextEvent().data());
        }
    }

    // Exchange 7
    @Test
    void marksEndIfItSaysSo() {
        BareServer server = serveBare();
        try (TestConnection connection = server.client().open()) {
            connection.send("GET", "/", Headers.empty(), "");

            assertMarksEndIfItSaysSo(server, connection);
        }
    }

    // Exchange 7
    @Test
    void marksEndOfHttp10IfItSaysSo() {
        assumeCan(TransportAbility.SOCKETS);
        assumeCan(TransportAbility.SPEAKS_HTTP1);
        BareServer server = serveBare();
        try (TestConnection connection = server.client().open()) {
            connection.sendRaw("GET / HTTP/1.0\r\nHost: test\r\n\r\n");

            assertMarksEndIfItSaysSo(server, connection);
        }
    }

    /** The end of a stream that is cut differs from one in order if ends are marked. */
    private void assertMarksEndIfItSaysSo(BareServer server, TestConnection connection) {
        BareExchange exchange = server.nextExchange();
        boolean marks = exchange.lane().call(() -> exchange.request().marksStreamEnd());
        BareStream stream = exchange.open();
        stream.write("data: on\n\n");
        try (TestStream client = connection.receiveStream()) {
            assertEquals("on", client.nextEvent().data());

            stream.lane().run(() -> stream.connection().truncate());

            assertEquals(
                    marks && can(TransportAbility.MARKS_STREAM_END) ? StreamEnd.CUT : StreamEnd.COMPLETE,
                    client.awaitEnd());
        }
    }

    // Exchange 5
    @Test
    void closesStreamOpenedAfterDisconnect() {
        BareServer server = serveBare();
        TestConnection connection = server.client().open();
        connection.send("GET", "/", Headers.empty(), "");
        BareExchange exchange = server.nextExchange();
        connection.reset();

        BareStream stream = exchange.open();
        Eventually.holds("write fails", () -> stream.closedCalls() > 0 || stream.writeFails());
        stream.abort();

        awaitClosed(stream);
        settle(stream);
        assertEquals(1, stream.closedCalls());
        assertEquals(0, stream.callsAfterClosed());
    }

    // StreamConnection 1
    @Test
    void writesFromPositionToLimit() {
        Ends ends = open();
        ByteBuffer bytes = ByteBuffer.wrap("..abc..".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        bytes.position(2).limit(5);

        ends.server().write(bytes);

        assertEquals(5, bytes.position());
        assertEquals("abc", ends.client().readText(3));
    }

    // StreamConnection 1
    @Test
    void doesNotRetainBuffer() {
        Ends ends = open();
        BareStream stream = ends.server();

        for (char c = 'a'; c <= 'z'; c++) {
            byte letter = (byte) c;
            writeFromScratch(stream, letter);
        }
        stream.finish();

        StringBuilder expected = new StringBuilder();
        for (char c = 'a'; c <= 'z'; c++) {
            expected.append(String.valueOf(c).repeat(1024));
        }
        assertEquals(expected.toString(), ends.client().readRest());
    }

    /** Writes a letter 1024 times and overwrites the buffer as soon as the write returns, as the core does. */
    private static void writeFromScratch(BareStream stream, byte letter) {
        ByteBuffer rest = ByteBuffer.allocate(1024);
        Arrays.fill(rest.array(), letter);
        Eventually.holds(
                "all bytes are taken",
                () -> stream.lane().call(() -> {
                    ByteBuffer scratch = stream.lane().scratch();
                    scratch.clear().limit(rest.remaining());
                    scratch.put(rest.duplicate()).flip();
                    rest.position(rest.position() + stream.connection().write(scratch));
                    scratch.clear();
                    while (scratch.hasRemaining()) {
                        scratch.put((byte) '!');
                    }
                    return !rest.hasRemaining();
                }));
    }

    // StreamConnection 2
    @Test
    void reportsWritableOnce() {
        Ends ends = openNarrow();
        BareStream stream = ends.server();

        int taken = fill(stream);
        int before = stream.writableCalls();
        ends.client().readText(taken);

        Eventually.becomes("writable calls", before + 1, stream::writableCalls);
        settle(stream);
        assertEquals(before + 1, stream.writableCalls());
        stream.write("more");
        assertEquals("more", ends.client().readText(4));
    }

    // StreamConnection 2
    @Test
    void continuesAfterEachPartialWrite() {
        Ends ends = openNarrow();
        for (int round = 0; round < 3; round++) {
            int taken = fill(ends.server());
            int before = ends.server().writableCalls();
            ends.client().readText(taken);
            Eventually.becomes("writable calls", before + 1, ends.server()::writableCalls);
        }
    }

    // StreamConnection 3
    @Test
    void sendsWithoutWaitingForMore() {
        BareServer server = serveBare();
        Ends ends = open(server, server.client());
        for (int i = 0; i < QUICK_ROUNDS; i++) {
            nanosOfTwoWrites(ends);
        }
        int prompt = 0;
        for (int i = 0; i < ROUNDS && prompt < PROMPT_ROUNDS; i++) {
            prompt += nanosOfTwoWrites(ends) < HELD_NANOS ? 1 : 0;
        }

        // Nagle's algorithm would hold each second write until the first is acknowledged.
        assertEquals(PROMPT_ROUNDS, prompt, "rounds within 30 ms");
    }

    /**
     * The client sends something first: the kernel of one that converses acknowledges 40 ms late, not when it reads.
     */
    private static long nanosOfTwoWrites(Ends ends) {
        ends.connection().send("GET", "/", Headers.empty(), "");
        long start = System.nanoTime();
        ends.server().write("a");
        ends.server().write("b");
        assertEquals("ab", ends.client().readText(2));
        return System.nanoTime() - start;
    }
}
