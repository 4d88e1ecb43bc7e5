package sse.nio.internal.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import sse.nio.internal.loop.EventLoop;

/**
 * What the channels of one loop share. The buffers are in use only within one step. Confined to the loop, but for the
 * load.
 */
public final class ChannelContext {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final Optional<TlsLoop> tls;
    private final AtomicInteger load = new AtomicInteger();
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** Creates the context of a loop whose channels have no TLS. */
    public ChannelContext(EventLoop loop) {
        this(loop, Optional.empty());
    }

    /**
     * Creates the context of a loop.
     *
     * @param tls what the channels share if they have TLS
     */
    public ChannelContext(EventLoop loop, Optional<TlsLoop> tls) {
        this.loop = loop;
        this.tls = tls;
    }

    /**
     * Registers a socket with the loop, and makes it a channel, after a handshake if channels have TLS.
     *
     * @param protocol creates the handler of the channel
     * @throws IOException if the socket is closed; the caller closes it whatever is thrown
     */
    public void open(SocketChannel socket, ChannelProtocol protocol) throws IOException {
        if (tls.isPresent()) {
            TlsLoop shared = tls.get();
            PlainChannel.open(this, socket, wire -> TlsHandshake.open(shared, protocol, wire));
        } else {
            PlainChannel.open(this, socket, protocol::open);
        }
    }

    /** Returns the loop. */
    public EventLoop loop() {
        return loop;
    }

    /** Returns the load of the loop, in idle connections. Any thread. */
    public int load() {
        return load.get();
    }

    /** Adds to the load of the loop. Any thread. */
    public void addLoad(int difference) {
        load.addAndGet(difference);
    }

    /** Returns the buffer for composing output, cleared. The next write of any channel may overwrite it. */
    public ByteBuffer output() {
        return output.clear();
    }

    /** Returns the buffer for input, cleared. The next read of any channel overwrites it. */
    ByteBuffer input() {
        return input.clear();
    }
}
