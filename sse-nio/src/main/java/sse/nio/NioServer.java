package sse.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;

/** A listening socket and its event loops. Thread-safe; stopping and closing wait for the loops. */
final class NioServer implements TransportServer {
    // Immutable after construction.
    private final List<EventLoop> loops;
    private final Acceptor acceptor;
    private final InetSocketAddress address;

    // Guarded by this; the loops never take it.
    private boolean closed;

    private NioServer(List<EventLoop> loops, Acceptor acceptor, InetSocketAddress address) {
        this.loops = List.copyOf(loops);
        this.acceptor = acceptor;
        this.address = address;
    }

    /**
     * Binds, and starts the loops.
     *
     * @throws IOException if the address cannot be bound; the message names it
     */
    static NioServer start(TransportContext context, int count) throws IOException {
        List<EventLoop> loops = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                loops.add(new EventLoop("sse-nio-" + i, context));
            }
            Acceptor acceptor = Acceptor.bind(context, loops);
            loops.forEach(EventLoop::start);
            return new NioServer(loops, acceptor, acceptor.address());
        } catch (IOException | RuntimeException | Error failure) {
            loops.forEach(EventLoop::stop);
            throw failure;
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
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
            // The first loop accepts for all: what it hands over until its end must still find the others at work.
            end(loops.subList(0, 1));
            end(loops);
        }
    }

    private static void end(List<EventLoop> loops) {
        loops.forEach(EventLoop::stop);
        for (EventLoop loop : loops) {
            uninterrupted(loop::join);
        }
    }

    private void drain() {
        CountDownLatch drained = new CountDownLatch(loops.size());
        loops.get(0).execute(acceptor::close);
        for (EventLoop loop : loops) {
            loop.execute(() -> {
                try {
                    loop.drain();
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
