package sse.benchmarks.load.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sse.api.Headers;
import sse.testkit.internal.http.ClientRequest;
import sse.testkit.internal.memory.MemoryClientConnection;
import sse.testkit.internal.memory.MemoryNetwork;

/**
 * Subscribers on the testkit's transport in memory, in the same process as the server. They go round all streams and
 * take what is there, as bytes: 100,000 of the testkit's own streams, each with its decoder and a queue of events,
 * would cost more than what is to be measured.
 */
final class MemorySubscribers implements Subscribers {
    /** Small, so that slow readers cost the server only their cursors. */
    private static final int WINDOW_BYTES = 1024;

    private static final long NOTHING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(10);

    private final ReceiveStats stats = new ReceiveStats();
    private final List<Stream> streams = new ArrayList<>();
    private final byte[] bytes = new byte[WINDOW_BYTES];
    private long nowNanos;

    /** One connection that reads and checks. */
    private final class Stream implements EventSink {
        private final MemoryClientConnection connection;
        private final EventScanner scanner;
        private final SequenceCheck check = new SequenceCheck(0, stats);

        private Stream(MemoryClientConnection connection, int payloadBytes) {
            this.connection = connection;
            this.scanner = new EventScanner(payloadBytes, this, null);
        }

        private int read() throws IOException {
            int read = connection.readBody(bytes, 0, bytes.length, Duration.ZERO);
            if (read < 0) {
                throw new IOException("stream must not end");
            }
            scanner.accept(bytes, 0, read);
            return read;
        }

        @Override
        public void onEvent(long sequence, long nanos) {
            check.accept(sequence);
            stats.delivered(nanos, nowNanos);
        }
    }

    @Override
    public void openPosters(int port, int connections, int payloadBytes) {
        throw new UnsupportedOperationException("subscribers in memory post nothing");
    }

    @Override
    public Posting posting() {
        throw new UnsupportedOperationException("subscribers in memory post nothing");
    }

    @Override
    public ReceiveStats stats() {
        return stats;
    }

    /** Does nothing: in memory only fixed rates are measured. */
    @Override
    public void connectControl(int port) {}

    @Override
    public void open(int port, int count, int payloadBytes, CompletableFuture<String> answer) throws IOException {
        long beganNanos = System.nanoTime();
        Headers headers = Headers.builder().add("Accept", "text/event-stream").build();
        for (int i = 0; i < count; i++) {
            MemoryClientConnection connection = MemoryNetwork.connect(port, WINDOW_BYTES);
            connection.send(new ClientRequest("GET", "/", headers, new byte[0]), HEAD_TIMEOUT);
            int status = connection
                    .readHead(HEAD_TIMEOUT)
                    .orElseThrow(() -> new IOException("head must come within " + HEAD_TIMEOUT))
                    .status();
            if (status != 200) {
                throw new IOException("response must be 200: " + status);
            }
            streams.add(new Stream(connection, payloadBytes));
        }
        answer.complete("opened=" + count + " nanos=" + (System.nanoTime() - beganNanos));
    }

    @Override
    public void stall(int port, int count) {
        throw new UnsupportedOperationException("in memory all subscribers read");
    }

    @Override
    public long outstanding(long published) {
        return streams.stream()
                .mapToLong(stream -> Math.max(0, published - stream.check.last()))
                .sum();
    }

    @Override
    public void closeAll() {
        streams.forEach(stream -> stream.connection.close());
        streams.clear();
    }

    @Override
    public void turn() {
        nowNanos = System.nanoTime();
        long read = 0;
        for (int i = streams.size() - 1; i >= 0; i--) {
            try {
                read += streams.get(i).read();
            } catch (IOException failure) {
                stats.fail(failure);
                streams.remove(i);
            }
        }
        if (read == 0) {
            LockSupport.parkNanos(this, NOTHING_NANOS);
        }
    }

    /** Does nothing: the loop never waits for long. */
    @Override
    public void wakeup() {}
}
