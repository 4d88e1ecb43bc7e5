package sse.benchmarks.load.server;

import java.nio.charset.StandardCharsets;

/** Is the wire text of an event, for the servers whose user writes it. */
final class HandWrittenEvent {
    private HandWrittenEvent() {}

    /**
     * Encodes an event.
     *
     * @param sequence the id
     * @param data one line of ASCII
     */
    static byte[] encode(long sequence, String data) {
        return ("id: " + sequence + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }
}
