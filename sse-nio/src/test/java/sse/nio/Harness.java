package sse.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sse.api.Ticker;
import sse.api.spi.Exchange;
import sse.api.spi.HttpLimits;
import sse.api.spi.Lane;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/** A running transport whose lanes do what a test says, instead of the core. */
final class Harness implements AutoCloseable {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    final HandTicker ticker = new HandTicker();
    final List<FakeLane> lanes = new CopyOnWriteArrayList<>();
    private final Consumer<Exchange> handler;
    private final TransportServer server;

    /** A lane: its loop, its buffer, and the threads it was called on. */
    final class FakeLane implements Lane {
        final Executor loop;
        final ByteBuffer scratch;

        FakeLane(Executor loop, ByteBuffer scratch) {
            this.loop = loop;
            this.scratch = scratch;
        }

        @Override
        public void onRequest(Exchange exchange) {
            handler.accept(exchange);
        }
    }

    private final class Context implements TransportContext {
        private final InetSocketAddress address;
        private final HttpLimits limits;

        Context(InetSocketAddress address, HttpLimits limits) {
            this.address = address;
            this.limits = limits;
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
        public Lane newLane(Executor loop, ByteBuffer scratch) {
            FakeLane lane = new FakeLane(loop, scratch);
            lanes.add(lane);
            return lane;
        }
    }

    Harness(Consumer<Exchange> handler) throws IOException {
        this(HttpLimits.defaults(), handler);
    }

    Harness(HttpLimits limits, Consumer<Exchange> handler) throws IOException {
        this(ANY_PORT, limits, 1, handler);
    }

    /** Starts on a given address, where nothing is asked of it. */
    Harness(InetSocketAddress address) throws IOException {
        this(address, HttpLimits.defaults(), 1, exchange -> {});
    }

    private Harness(InetSocketAddress address, HttpLimits limits, int loops, Consumer<Exchange> handler)
            throws IOException {
        this.handler = handler;
        this.server = new NioTransport().withLoops(loops).start(new Context(address, limits));
    }

    static Harness ofLoops(int loops, Consumer<Exchange> handler) throws IOException {
        return new Harness(ANY_PORT, HttpLimits.defaults(), loops, handler);
    }

    TransportServer server() {
        return server;
    }

    Client connect() throws IOException {
        return new Client(server.address());
    }

    /** Runs an action on the lane and waits for it. */
    void onLane(LaneAction action) throws InterruptedException {
        BlockingQueue<Object> done = new LinkedBlockingQueue<>();
        lanes.get(0).loop.execute(() -> {
            try {
                action.run();
                done.add("done");
            } catch (Exception | Error failure) {
                done.add(failure);
            }
        });
        Object result = done.poll(10, TimeUnit.SECONDS);
        if (result instanceof Throwable failure) {
            throw new AssertionError(failure);
        }
        if (result == null) {
            throw new AssertionError("the lane did not run a task within 10 s");
        }
    }

    interface LaneAction {
        void run() throws Exception;
    }

    @Override
    public void close() {
        server.close();
    }
}
