package sse.jdkhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import sse.api.Headers;
import sse.api.Ticker;
import sse.api.spi.ConnectionListener;
import sse.api.spi.Exchange;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.LaneLoop;
import sse.api.spi.StreamConnection;
import sse.api.spi.TransportContext;

/**
 * The other side of the SPI, as small as it can be: each request goes to a function, and streams are driven by the
 * test.
 */
final class FakeCore implements TransportContext {
    static final Headers EVENT_STREAM = Headers.of("Content-Type", "text/event-stream");

    private final Consumer<OnLane> onRequest;
    private HttpLimits limits = HttpLimits.defaults();
    private Ticker ticker = Ticker.system();
    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private boolean lanes = true;

    FakeCore(Consumer<OnLane> onRequest) {
        this.onRequest = onRequest;
    }

    FakeCore limits(HttpLimits limits) {
        this.limits = limits;
        return this;
    }

    FakeCore ticker(Ticker ticker) {
        this.ticker = ticker;
        return this;
    }

    FakeCore bindTo(InetSocketAddress address) {
        this.address = address;
        return this;
    }

    /** Makes the transport fail to start. */
    FakeCore withoutLanes() {
        lanes = false;
        return this;
    }

    @Override
    public InetSocketAddress bindAddress() {
        return address;
    }

    @Override
    public HttpLimits limits() {
        return limits;
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public Lane newLane(LaneLoop loop, ByteBuffer scratch) {
        if (!lanes) {
            throw new IllegalStateException("no lanes");
        }
        return exchange -> onRequest.accept(new OnLane(exchange, loop));
    }

    /** A request, on its lane. */
    record OnLane(Exchange exchange, Executor loop) {
        FakeStream open() {
            FakeStream stream = new FakeStream(loop);
            stream.connection = exchange.open(200, EVENT_STREAM, stream);
            return stream;
        }
    }

    /** An open stream that a test drives from its own thread. */
    static final class FakeStream implements ConnectionListener {
        private final Executor loop;
        private final BlockingQueue<String> writable = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicInteger closes = new AtomicInteger();
        private StreamConnection connection;

        FakeStream(Executor loop) {
            this.loop = loop;
        }

        @Override
        public void writable() {
            writable.add("writable");
        }

        @Override
        public void closed() {
            closes.incrementAndGet();
            closed.countDown();
        }

        /** Writes once. Returns how many bytes were taken. */
        int write(byte[] bytes) throws Exception {
            return onLane(() -> connection.write(ByteBuffer.wrap(bytes)));
        }

        /** Writes all of it, waiting where the connection takes no more. */
        void writeFully(byte[] bytes) throws Exception {
            writeFully(ByteBuffer.wrap(bytes));
        }

        void writeFully(String text) throws Exception {
            writeFully(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Writes until the peer's and our own socket buffers are full: one write is stuck and another was refused. */
        void writeUntilStalled() throws Exception {
            byte[] moreThanIsTaken = new byte[64 * 1024];
            do {
                onLane(() -> connection.write(ByteBuffer.wrap(moreThanIsTaken)));
            } while (becomesWritable());
        }

        void writeFully(ByteBuffer rest) throws Exception {
            while (onLane(() -> connection.write(rest) >= 0 && rest.hasRemaining())) {
                awaitWritable();
            }
        }

        /** Writes until a write fails because the peer is gone. Returns how often the end was told. */
        int writeUntilClosed() throws Exception {
            byte[] bytes = ": are you there\n\n".getBytes(StandardCharsets.UTF_8);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!isClosed() && System.nanoTime() < end) {
                onLane(() -> {
                    try {
                        return connection.write(ByteBuffer.wrap(bytes));
                    } catch (IOException gone) {
                        return 0;
                    }
                });
            }
            return awaitClosed();
        }

        StreamConnection connection() {
            return connection;
        }

        /**
         * Returns true if it becomes writable within half a second, and during a hundred turns of this thread: so long
         * on a busy machine, where a write that is not stuck may wait for a processor.
         */
        boolean becomesWritable() throws InterruptedException {
            for (int i = 0; i < 100; i++) {
                if (writable.poll(5, TimeUnit.MILLISECONDS) != null) {
                    return true;
                }
            }
            return false;
        }

        int closes() {
            return closes.get();
        }

        void awaitWritable() throws Exception {
            if (writable.poll(30, TimeUnit.SECONDS) == null) {
                throw new AssertionError("not writable");
            }
        }

        boolean isWritable() {
            return !writable.isEmpty();
        }

        void finish() throws Exception {
            onLane(() -> {
                connection.finish();
                return true;
            });
        }

        void abort() throws Exception {
            onLane(() -> {
                connection.abort();
                return true;
            });
        }

        /** Waits for the end, and returns how often it was told. */
        int awaitClosed() throws Exception {
            if (!closed.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("not closed");
            }
            onLane(() -> true);
            return closes.get();
        }

        boolean isClosed() {
            return closed.getCount() == 0;
        }

        <T> T onLane(LaneCall<T> call) throws Exception {
            CompletableFuture<T> result = new CompletableFuture<>();
            loop.execute(() -> {
                try {
                    result.complete(call.call());
                } catch (IOException | RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
            });
            return result.get(30, TimeUnit.SECONDS);
        }
    }

    interface LaneCall<T> {
        T call() throws IOException;
    }
}
