package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sse.api.Headers;
import sse.testkit.StreamEnd;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** The ends of streams: duties 4 to 6, 8 and 9 of {@link sse.api.spi.StreamConnection}. */
public abstract class StreamEndSpiTest extends StreamPairTest {
    /** Creates the part. */
    protected StreamEndSpiTest() {}

    // StreamConnection 4
    @Test
    void finishesAfterLastByte() {
        Ends ends = openNarrow();
        int taken = fill(ends.server());

        ends.server().finish();

        assertEquals(taken, withoutPadding(ends.client().readRest()).length());
        assertEquals(StreamEnd.COMPLETE, ends.client().awaitEnd());
        awaitClosed(ends.server());
    }

    // StreamConnection 4
    @Test
    void finishesInOrderWhileClientStillSends() {
        assumeCan(TransportAbility.FINISHES_OVER_UNREAD_INPUT);
        Ends ends = openNarrow();
        ends.connection().send("POST", "/", Headers.empty(), "x".repeat(60_000));
        int taken = fill(ends.server());
        ends.connection().send("POST", "/", Headers.empty(), "x".repeat(60_000));

        ends.server().finish();

        assertEquals(taken, withoutPadding(ends.client().readRest()).length());
    }

    /** Removes the comment by which a connection may replace what it has announced and not been given. */
    private static String withoutPadding(String rest) {
        return rest.replaceFirst(":*\n$", "");
    }

    // StreamConnection 8
    @Test
    void replacesWhatDoesNotFollowByAComment() {
        Ends ends = openNarrow();
        int taken = fill(ends.server());
        int before = ends.server().writableCalls();
        ends.client().readText(taken);
        Eventually.becomes("writable calls", before + 1, ends.server()::writableCalls);

        ends.server().lane().run(() -> ends.server().connection().abandonRest());
        ends.server().write("data: on\n\n");
        ends.server().finish();

        assertEquals("data: on\n\n", ends.client().readRest().replaceFirst("^:*\n", ""));
    }

    // StreamConnection 9
    @Test
    void truncatesAfterLastByte() {
        Ends ends = open();
        ends.server().write("data: on\n\n");

        ends.server().lane().run(() -> ends.server().connection().truncate());

        assertEquals("on", ends.client().nextEvent().data());
        assertEquals(
                can(TransportAbility.MARKS_STREAM_END) ? StreamEnd.CUT : StreamEnd.COMPLETE,
                ends.client().awaitEnd());
        awaitClosed(ends.server());
    }

    // StreamConnection 4
    @Test
    void takesNextRequestAfterStream() {
        assumeCan(TransportAbility.KEEPS_CONNECTION);
        BareServer server = serveBare();
        Ends ends = open(server, server.client());
        ends.server().write("data: on\n\n");
        ends.server().finish();
        assertEquals("on", ends.client().nextEvent().data());
        assertEquals(StreamEnd.COMPLETE, ends.client().awaitEnd());
        Eventually.becomes("closed calls", 1, ends.server()::closedCalls);

        ends.connection().send("GET", "/next", Headers.empty(), "");
        server.nextExchange().respond(sse.api.Response.text("next"));

        assertEquals("next", ends.connection().receive().text());
    }

    // StreamConnection 4
    @Test
    void closesAfterFinishThoughClientStays() {
        Ends ends = openNarrow();
        fill(ends.server());

        ends.server().finish();

        awaitClosed(ends.server());
    }

    // StreamConnection 5
    @Test
    void abortsAtOnceWhileWriteIsUnderWay() {
        Ends ends = openNarrow();
        fill(ends.server());

        ends.server().abort();

        Eventually.becomes("closed calls", 1, ends.server()::closedCalls);
    }

    // StreamConnection 5
    @Test
    void endsForClientOnAbort() {
        Ends ends = open();

        ends.server().abort();

        Eventually.becomes("closed calls", 1, ends.server()::closedCalls);
        ends.client().awaitEnd();
    }

    // StreamConnection 5, 6
    @Test
    void abortsAfterFinish() {
        Ends ends = openNarrow();
        fill(ends.server());

        ends.server().finish();
        ends.server().abort();

        Eventually.becomes("closed calls", 1, ends.server()::closedCalls);
    }

    // StreamConnection 6, ConnectionListener: closed exactly once and nothing after it
    @Test
    void ignoresCallsAfterClosed() {
        Ends ends = open();
        BareStream stream = ends.server();
        stream.abort();
        Eventually.becomes("closed calls", 1, stream::closedCalls);

        for (int i = 0; i < 2; i++) {
            stream.finish();
            stream.abort();
            assertTrue(stream.writeFails());
        }

        settle(stream);
        assertEquals(1, stream.closedCalls());
        assertEquals(0, stream.callsAfterClosed());
    }
}
