package sse.servlet;

import java.io.IOException;

/** The content of a request of HTTP/1.1, by its length or in chunks. For one thread. */
final class GatewayContent {
    private enum Framing {
        LENGTH,
        CHUNKS
    }

    private final GatewayInput input;
    private final Framing framing;
    private long remaining;
    private boolean ended;

    private GatewayContent(GatewayInput input, Framing framing, long length) {
        this.input = input;
        this.framing = framing;
        this.remaining = length;
        this.ended = framing == Framing.LENGTH && length == 0;
    }

    static GatewayContent ofLength(GatewayInput input, long length) {
        return new GatewayContent(input, Framing.LENGTH, length);
    }

    static GatewayContent inChunks(GatewayInput input) {
        return new GatewayContent(input, Framing.CHUNKS, 0);
    }

    /** Returns true if nothing more follows. */
    boolean isEnded() {
        return ended;
    }

    /** Waits for the next bytes. Returns none at the end of chunks. */
    byte[] next() throws IOException {
        if (framing == Framing.CHUNKS && remaining == 0) {
            remaining = Long.parseLong(input.readLine(), 16);
            if (remaining == 0) {
                skipTrailers();
                ended = true;
                return new byte[0];
            }
        }
        byte[] bytes = input.readSome(Math.min(remaining, 8 * 1024));
        remaining -= bytes.length;
        if (remaining == 0) {
            if (framing == Framing.CHUNKS) {
                input.readLine();
            } else {
                ended = true;
            }
        }
        return bytes;
    }

    private void skipTrailers() throws IOException {
        String line = input.readLine();
        while (!line.isEmpty()) {
            line = input.readLine();
        }
    }
}
