package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import sse.testkit.TransportAbility;
import sse.testkit.internal.contract.support.Eventually;

/** Duty 7 of {@link sse.api.spi.StreamConnection}, and its listener: how a transport reports a disconnect. */
public abstract class DisconnectSpiTest extends StreamPairTest {
    /** Creates the part. */
    protected DisconnectSpiTest() {}

    // StreamConnection 7
    @Test
    void returnsWhetherPeerEndIsNoticed() {
        BareStream stream = open().server();

        assertEquals(
                can(TransportAbility.NOTICES_CLIENT_END),
                stream.lane().call(() -> stream.connection().noticesPeerEnd()));
    }

    // ConnectionListener: the peer's end of input
    @Test
    void reportsClosedClient() {
        assertNoticed(ends -> ends.client().close());
    }

    // ConnectionListener: the peer's end of input
    @Test
    void reportsHalfClosedClient() {
        assumeCan(TransportAbility.NOTICES_CLIENT_END);
        assertNoticed(ends -> ends.client().halfClose());
    }

    // ConnectionListener: the peer's reset
    @Test
    void reportsReset() {
        assertNoticed(ends -> ends.client().reset());
    }

    // ConnectionListener: the peer's reset while a write is under way
    @Test
    void reportsResetDuringWrite() {
        Assumptions.assumeTrue(
                can(TransportAbility.SPEAKS_HTTP1) || can(TransportAbility.NOTICES_CLIENT_END),
                "over HTTP/2 a write that is under way need not notice a reset");
        Ends ends = openNarrow();
        fill(ends.server());

        ends.client().reset();

        Eventually.becomes("closed calls", 1, ends.server()::closedCalls);
        settle(ends.server());
        assertEquals(0, ends.server().callsAfterClosed());
    }

    private void assertNoticed(Consumer<Ends> leaving) {
        Ends ends = open();
        BareStream stream = ends.server();

        leaving.accept(ends);
        if (!can(TransportAbility.NOTICES_CLIENT_END)) {
            Eventually.holds("write fails", () -> stream.closedCalls() > 0 || stream.writeFails());
        }

        Eventually.becomes("closed calls", 1, stream::closedCalls);
        assertTrue(stream.writeFails());
        settle(stream);
        assertEquals(1, stream.closedCalls());
        assertEquals(0, stream.callsAfterClosed());
    }
}
