package sse.benchmarks.load.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Streams that are being opened, and the futures that wait for them. Confined to the loop. */
final class Opening {
    private final int port;
    private final int streams;
    private final int payloadBytes;
    private final CompletableFuture<String> answer;
    private final long beganNanos = System.nanoTime();
    private int begun;
    private int opened;

    Opening(int port, int streams, int payloadBytes, CompletableFuture<String> answer) {
        this.port = port;
        this.streams = streams;
        this.payloadBytes = payloadBytes;
        this.answer = answer;
    }

    int port() {
        return port;
    }

    int payloadBytes() {
        return payloadBytes;
    }

    boolean hasMore() {
        return begun < streams;
    }

    /** Returns the index of the next stream. */
    int begin() {
        return begun++;
    }

    /** Notes that one is open, and answers if it was the last: then returns true. */
    boolean opened() {
        opened++;
        if (opened < streams) {
            return false;
        }
        answer.complete("opened=" + streams + " nanos=" + (System.nanoTime() - beganNanos));
        return true;
    }

    void fail(IOException failure) {
        answer.completeExceptionally(failure);
    }
}
