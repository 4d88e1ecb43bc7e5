package sse.nio;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;
import sse.api.spi.TransportContext;

/**
 * Takes connections and deals them out to the loops in turn. Confined to the first loop.
 *
 * <p>When the process has no descriptor left, the listener stays ready although nothing can be accepted; looking away
 * for a moment keeps the loop from spinning, and the kernel keeps the waiting connections until then.
 */
final class Acceptor implements Selectable {
    private static final int BACKLOG = 16 * 1024;
    private static final int ACCEPTS_PER_PASS = 64;
    private static final Duration PAUSE = Duration.ofMillis(100);

    // Immutable after construction.
    private final ServerSocketChannel listener;
    private final List<EventLoop> loops;
    private final EventLoop loop;
    private final Ticker ticker;
    private final SelectionKey key;
    private final InetSocketAddress address;

    // Confined to the loop.
    private int next;
    private boolean failing;
    private Ticker.@Nullable Task resumption;

    private Acceptor(ServerSocketChannel listener, List<EventLoop> loops, Ticker ticker) throws IOException {
        this.listener = listener;
        this.loops = loops;
        this.loop = loops.get(0);
        this.ticker = ticker;
        address = (InetSocketAddress) listener.getLocalAddress();
        key = loop.register(listener);
        key.attach(this);
    }

    /** Listens at the context's address. The loops must not run yet. */
    static Acceptor bind(TransportContext context, List<EventLoop> loops) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.configureBlocking(false);
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(context.bindAddress(), BACKLOG);
            return new Acceptor(listener, loops, context.ticker());
        } catch (IOException | RuntimeException failure) {
            listener.close();
            throw new IOException("cannot listen on " + context.bindAddress() + ": " + failure.getMessage(), failure);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void ready() {
        try {
            for (int i = 0; i < ACCEPTS_PER_PASS; i++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    // Only now has it caught up: while descriptors are short it takes one whenever another is let go.
                    failing = false;
                    return;
                }
                hand(channel);
            }
        } catch (IOException | RuntimeException | Error failure) {
            pause(failure);
        }
    }

    @Override
    public void close() {
        if (resumption != null) {
            resumption.cancel();
            resumption = null;
        }
        EventLoop.close(listener);
    }

    private void hand(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            EventLoop chosen = loops.get(next);
            next = (next + 1) % loops.size();
            if (chosen == loop) {
                chosen.adopt(channel);
            } else {
                chosen.execute(() -> chosen.adopt(channel));
            }
        } catch (IOException gone) {
            EventLoop.close(channel);
        } catch (RuntimeException | Error failure) {
            EventLoop.close(channel);
            throw failure;
        }
    }

    /** Looks away for a moment. Never throws: an acceptor that fails would be closed, and the server deaf. */
    private void pause(Throwable failure) {
        if (!listener.isOpen()) {
            return;
        }
        try {
            resumption = ticker.after(PAUSE, () -> loop.execute(this::resume));
            key.interestOps(0);
        } catch (RuntimeException | Error again) {
            failure.addSuppressed(again);
        }
        if (!failing) {
            failing = Log.log(Level.WARNING, "cannot accept connections; trying again until it works", failure);
        }
    }

    private void resume() {
        resumption = null;
        if (listener.isOpen()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }
}
