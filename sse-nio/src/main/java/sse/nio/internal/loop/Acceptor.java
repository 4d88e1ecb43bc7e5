package sse.nio.internal.loop;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;

/**
 * Accepts connections and assigns them to the loops by their load. Confined to the first loop.
 *
 * <p>When the process has no file descriptor left, the listener stays ready although nothing can be accepted. Accepting
 * then pauses for a moment, so that the loop does not spin; the kernel keeps the pending connections until then.
 */
public final class Acceptor implements Selectable {
    private static final int BACKLOG = 16 * 1024;
    private static final int ACCEPTS_PER_PASS = 64;
    private static final Duration PAUSE = Duration.ofMillis(100);

    // Immutable after construction.
    private final ServerSocketChannel listener;
    private final List<? extends SocketReceiver> receivers;
    private final EventLoop loop;
    private final Ticker ticker;
    private final SelectionKey key;
    private final InetSocketAddress address;

    // Confined to the loop.
    private int next;
    private boolean failing;
    private Ticker.@Nullable Task resumption;

    private Acceptor(ServerSocketChannel listener, List<? extends SocketReceiver> receivers, Ticker ticker)
            throws IOException {
        this.listener = listener;
        this.receivers = List.copyOf(receivers);
        this.loop = receivers.get(0).loop();
        this.ticker = ticker;
        address = (InetSocketAddress) listener.getLocalAddress();
        key = loop.register(listener, SelectionKey.OP_ACCEPT);
        key.attach(this);
    }

    /**
     * Listens at an address. The loops must not run yet.
     *
     * @param receivers the receivers of the sockets, at least one; the first one's loop accepts
     * @throws IOException if the address cannot be bound; the message names it
     */
    public static Acceptor bind(InetSocketAddress address, List<? extends SocketReceiver> receivers, Ticker ticker)
            throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException("cannot listen on " + address.getHostString() + ":" + address.getPort()
                    + ": the host name is not known");
        }
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.configureBlocking(false);
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address, BACKLOG);
            return new Acceptor(listener, receivers, ticker);
        } catch (IOException | RuntimeException failure) {
            listener.close();
            throw new IOException("cannot listen on " + address + ": " + failure.getMessage(), failure);
        }
    }

    /** Returns the address at which it listens. Called by any thread. */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void onReady() {
        try {
            for (int i = 0; i < ACCEPTS_PER_PASS; i++) {
                SocketChannel socket = listener.accept();
                if (socket == null) {
                    // Only now accepting has recovered: while descriptors are short, one succeeds whenever another
                    // connection closes.
                    failing = false;
                    return;
                }
                assign(socket);
            }
        } catch (IOException | RuntimeException | Error failure) {
            pause(failure);
        }
    }

    /** Closes the listener. */
    @Override
    public void onDrain() {
        abort();
    }

    @Override
    public void abort() {
        if (resumption != null) {
            resumption.cancel();
            resumption = null;
        }
        EventLoop.close(listener);
    }

    private void assign(SocketChannel socket) {
        try {
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SocketReceiver receiver = leastLoaded();
            receiver.announce();
            if (receiver.loop() == loop) {
                receiver.assign(socket);
            } else {
                receiver.loop().execute(() -> receiver.assign(socket));
            }
        } catch (IOException gone) {
            EventLoop.close(socket);
        } catch (RuntimeException | Error failure) {
            EventLoop.close(socket);
            throw failure;
        }
    }

    /**
     * Returns the receiver with the least load, and of equal ones the next in turn. By load, because a browser opens
     * connections in pairs, one for the page and one for the stream: in turn, one of two loops would get all streams.
     */
    private SocketReceiver leastLoaded() {
        int least = next;
        for (int i = 1; i < receivers.size(); i++) {
            int other = (next + i) % receivers.size();
            if (receivers.get(other).load() < receivers.get(least).load()) {
                least = other;
            }
        }
        next = (least + 1) % receivers.size();
        return receivers.get(least);
    }

    /** Pauses accepting. Never throws: a listener whose step fails would be closed. */
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
            failing =
                    FailSafeLog.log(Level.WARNING, "accepting connections failed; retrying until it succeeds", failure);
        }
    }

    private void resume() {
        resumption = null;
        if (listener.isOpen()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }
}
