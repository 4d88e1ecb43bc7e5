package sse.benchmarks.load.client;

import java.nio.charset.StandardCharsets;

/**
 * What askers do.
 *
 * @param port where they go
 * @param askers how many there are
 * @param tokens how many events an answer must have
 * @param payloadBytes the size of the data of each
 * @param spreadNanos the time within which the first requests are sent, one after the other at even distances
 */
record AskScript(int port, int askers, int tokens, int payloadBytes, long spreadNanos) {
    private static final int BODY_BYTES = 1024;

    /** Returns the request: a body of JSON, of {@value #BODY_BYTES} bytes. */
    byte[] request() {
        String begin = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"";
        String end = "\"}]}";
        String body = begin + "x".repeat(BODY_BYTES - begin.length() - end.length()) + end;
        return ("POST / HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
