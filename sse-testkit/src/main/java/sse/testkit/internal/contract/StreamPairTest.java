package sse.testkit.internal.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import sse.api.Headers;
import sse.testkit.TestClient;
import sse.testkit.TestConnection;
import sse.testkit.TestStream;

/** Opens streams through the SPI. */
public abstract class StreamPairTest extends ContractTest {
    /** Creates the part. */
    protected StreamPairTest() {}

    /** Both ends of a stream. */
    record Ends(BareStream server, TestConnection connection, TestStream client) {}

    /** Waits until the lane has run the tasks submitted so far. */
    static void settle(BareStream stream) {
        for (int i = 0; i < 3; i++) {
            stream.lane().run(() -> {});
        }
    }

    final Ends open() {
        BareServer server = serveBare();
        return open(server, server.client());
    }

    /** Opens a stream to a client with a small window. */
    final Ends openNarrow() {
        return openNarrow(serveBare());
    }

    final Ends openNarrow(BareServer server) {
        return open(server, server.client().withWindow(4096));
    }

    final Ends open(BareServer server, TestClient client) {
        TestConnection connection = closedAfterTest(client.open());
        connection.send("GET", "/stream", Headers.empty(), "");
        BareStream stream = server.nextExchange().open();
        stream.write("\n");
        TestStream opened = closedAfterTest(connection.receiveStream().ignoreUnread());
        assertEquals("\n", opened.readText(1));
        return new Ends(stream, connection, opened);
    }
}
