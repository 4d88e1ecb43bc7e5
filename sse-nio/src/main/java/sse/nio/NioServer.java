package sse.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import sse.api.spi.HttpLimits;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;
import sse.nio.internal.channel.ChannelContext;
import sse.nio.internal.http1.Http1Protocol;
import sse.nio.internal.loop.Acceptor;
import sse.nio.internal.loop.EventLoop;

/**
 * A listening socket and its event loops, each with a lane and a protocol. Thread-safe; stopping and closing wait for
 * the loops.
 */
final class NioServer implements TransportServer {
    // Immutable after construction.
    private final List<EventLoop> loops;
    private final List<Http1Protocol> protocols;
    private final Acceptor acceptor;

    // Guarded by this; the loops never acquire it.
    private boolean closed;

    private NioServer(List<EventLoop> loops, List<Http1Protocol> protocols, Acceptor acceptor) {
        this.loops = List.copyOf(loops);
        this.protocols = List.copyOf(protocols);
        this.acceptor = acceptor;
    }

    /**
     * Binds the address and starts the loops.
     *
     * @throws IOException if the address cannot be bound; the message names it
     */
    static NioServer start(TransportContext context, int count, boolean chunked) throws IOException {
        List<EventLoop> loops = new ArrayList<>(count);
        List<Http1Protocol> protocols = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                EventLoop loop = new EventLoop("sse-nio-" + i, context.ticker(), shortestTimeout(context.limits()));
                loops.add(loop);
                protocols.add(new Http1Protocol(
                        new ChannelContext(loop), context, scratch -> context.newLane(loop, scratch), chunked));
            }
            Acceptor acceptor = Acceptor.bind(context.bindAddress(), protocols, context.ticker());
            loops.forEach(EventLoop::start);
            return new NioServer(loops, protocols, acceptor);
        } catch (IOException | RuntimeException | Error failure) {
            loops.forEach(EventLoop::stop);
            throw failure;
        }
    }

    @Override
    public InetSocketAddress address() {
        return acceptor.address();
    }

    @Override
    public void stopAccepting() {
        requireNotOnLoop();
        synchronized (this) {
            if (!closed) {
                drain();
            }
        }
    }

    @Override
    public void close() {
        requireNotOnLoop();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            // The first loop accepts for all: until it has ended, the others must run to take what it assigns.
            end(loops.subList(0, 1));
            end(loops);
        }
    }

    private static Duration shortestTimeout(HttpLimits limits) {
        boolean requestFirst = limits.requestTimeout().compareTo(limits.idleTimeout()) <= 0;
        return requestFirst ? limits.requestTimeout() : limits.idleTimeout();
    }

    private static void end(List<EventLoop> loops) {
        loops.forEach(EventLoop::stop);
        for (EventLoop loop : loops) {
            uninterrupted(loop::join);
        }
    }

    private void drain() {
        CountDownLatch drained = new CountDownLatch(protocols.size());
        for (Http1Protocol protocol : protocols) {
            protocol.loop().execute(() -> {
                try {
                    protocol.drain();
                } finally {
                    drained.countDown();
                }
            });
        }
        uninterrupted(drained::await);
    }

    private void requireNotOnLoop() {
        for (EventLoop loop : loops) {
            if (loop.isCurrent()) {
                throw new IllegalStateException("a transport must not be stopped from one of its own lanes: "
                        + Thread.currentThread().getName());
            }
        }
    }

    private interface Wait {
        void await() throws InterruptedException;
    }

    private static void uninterrupted(Wait wait) {
        boolean interrupted = false;
        while (true) {
            try {
                wait.await();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
