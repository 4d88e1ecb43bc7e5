package sse.api.internal.wire.gzip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * A stream as the core has it: sends texts one after the other, and what a connection has not accepted of one before
 * the next.
 */
final class SimulatedStream {
    final FakeConnection client;
    final GzipConnection connection;
    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
    private byte[] unsent = {};

    SimulatedStream(LaneGzip lane, IntUnaryOperator room) throws IOException {
        client = new FakeConnection(room);
        connection = new GzipConnection(client, lane);
        connection.write(ByteBuffer.allocate(0));
    }

    /** Sends what was not accepted. Returns true if nothing is left of it. */
    boolean flush() throws IOException {
        if (unsent.length > 0) {
            accept(unsent, connection.write(ByteBuffer.wrap(unsent)));
        }
        return unsent.length == 0;
    }

    /** Sends a text of this stream alone, by a buffer, perhaps the lane's. */
    void send(byte[] text, ByteBuffer buffer) throws IOException {
        expected.writeBytes(text);
        byte[] all = Arrays.copyOf(unsent, unsent.length + text.length);
        System.arraycopy(text, 0, all, unsent.length, text.length);
        buffer.clear().put(all).flip();
        accept(all, connection.write(buffer));
    }

    /** Sends a batch. Nothing else is unsent. */
    void send(GzipBatch batch) throws IOException {
        byte[] text = Arrays.copyOf(batch.text(), batch.textLength());
        expected.writeBytes(text);
        accept(text, batch.writeTo(connection));
    }

    /** Sends an empty block in place of a text. */
    void sendNothing(LaneGzip lane) throws IOException {
        accept(new byte[2], lane.encodeNothing(2).writeTo(connection));
    }

    private void accept(byte[] given, int accepted) {
        unsent = Arrays.copyOfRange(given, accepted, given.length);
    }

    byte[] expected() {
        return expected.toByteArray();
    }

    void complete() throws IOException {
        while (!flush() || !connection.complete()) {
            // The client takes some each time.
        }
        client.reader.assertComplete(expected());
    }
}
