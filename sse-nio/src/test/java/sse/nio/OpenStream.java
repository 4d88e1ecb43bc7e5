package sse.nio;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sse.api.Headers;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.StreamConnection;

/** A stream that a test opened, and what its listener was told, in order. */
final class OpenStream implements ConnectionListener {
    static final Headers FIELDS = Headers.of("Content-Type", "text/event-stream");

    final StreamConnection connection;
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    /** A listener of which nothing is asked. */
    static final class Ignored implements ConnectionListener {
        @Override
        public void writable() {}

        @Override
        public void closed() {}
    }

    OpenStream(Exchange exchange) {
        connection = exchange.open(FIELDS, this);
    }

    @Override
    public void writable() {
        calls.add("writable");
    }

    @Override
    public void closed() {
        calls.add("closed");
    }

    /** Waits for the next call. */
    String nextCall() throws InterruptedException {
        String call = calls.poll(10, TimeUnit.SECONDS);
        return call == null ? "none within 10 s" : call;
    }

    boolean hasNoCall() {
        return calls.isEmpty();
    }
}
