package sse.benchmarks.load.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The events that the server has ready: a block of them, numbered, which repeats without an end. */
final class ReaderEvents {
    /** How many events there are in the block. */
    static final int COUNT = 1000;

    private static final int DIGITS = 4;
    private static final String HEAD = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream",
            "Cache-Control: no-cache",
            "Transfer-Encoding: chunked",
            "",
            "");

    private ReaderEvents() {}

    /** Returns the head of a response. */
    static ByteBuffer head() {
        return ByteBuffer.wrap(HEAD.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Returns some events as one chunk of a response.
     *
     * @param count how many, from number 0 on
     * @param payloadBytes the size of the data of each
     */
    static ByteBuffer chunk(int count, int payloadBytes) {
        StringBuilder events = new StringBuilder();
        for (int number = 0; number < count; number++) {
            events.append("data: ")
                    .append("%04d".formatted(number))
                    .append("x".repeat(payloadBytes - DIGITS))
                    .append("\n\n");
        }
        String chunk = Integer.toHexString(events.length()) + "\r\n" + events + "\r\n";
        return ByteBuffer.wrap(chunk.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the number of an event, from its data. */
    static int number(String data) {
        int number = 0;
        for (int i = 0; i < DIGITS; i++) {
            number = number * 10 + data.charAt(i) - '0';
        }
        return number;
    }
}
