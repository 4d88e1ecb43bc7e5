package sse.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
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
    private final Optional<TlsThreads> tlsThreads;

    // Guarded by this; the loops never acquire it.
    private boolean closed;

    private NioServer(
            List<EventLoop> loops, List<Http1Protocol> protocols, Acceptor acceptor, Optional<TlsThreads> tlsThreads) {
        this.loops = List.copyOf(loops);
        this.protocols = List.copyOf(protocols);
        this.acceptor = acceptor;
        this.tlsThreads = tlsThreads;
    }

    /**
     * Binds the address and starts the loops.
     *
     * @throws IOException if the address cannot be bound; the message names it
     */
    static NioServer start(TransportContext context, int count, boolean chunked, Optional<TlsSettings> tls)
            throws IOException {
        List<EventLoop> loops = new ArrayList<>(count);
        List<Http1Protocol> protocols = new ArrayList<>(count);
        Optional<TlsThreads> tlsThreads = tls.map(TlsThreads::new);
        try {
            for (int i = 0; i < count; i++) {
                EventLoop loop =
                        new EventLoop("sse-nio-" + i, context.ticker(), shortestTimeout(context.limits(), tls));
                loops.add(loop);
                ChannelContext channels = new ChannelContext(loop, tlsThreads.map(TlsThreads::newLoop));
                protocols.add(new Http1Protocol(channels, context, scratch -> context.newLane(loop, scratch), chunked));
            }
            Acceptor acceptor = Acceptor.bind(context.bindAddress(), protocols, context.ticker());
            loops.forEach(EventLoop::start);
            return new NioServer(loops, protocols, acceptor, tlsThreads);
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
            tlsThreads.ifPresent(TlsThreads::shutdown);
        }
    }

    private static Duration shortestTimeout(HttpLimits limits, Optional<TlsSettings> tls) {
        return Stream.concat(
                        Stream.of(limits.requestTimeout(), limits.idleTimeout()),
                        tls.map(TlsSettings::handshakeTimeout).stream())
                .min(Comparator.naturalOrder())
                .orElseThrow();
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
