package sse.nio;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A socket on its loop: reading, writing, its timeout, and the ways it ends. Confined to the loop.
 *
 * <p>A connection ends in one of three ways. {@link #linger} says that nothing more follows and waits a short while for
 * the peer to say the same, because closing a socket that holds unread bytes makes the kernel reset it, and a reset
 * destroys what the peer has not read yet (RFC 9112 section 9.6). {@link #release} just closes. {@link #reset} drops
 * what waits in the kernel too.
 */
abstract class Connection implements Selectable {
    /** How long a peer may take to read the end and close its side. */
    static final Duration LINGER = Duration.ofSeconds(2);

    final EventLoop loop;
    final SelectionKey key;

    // Owned by Timeouts: the place there, or -1.
    int timeoutSlot = -1;

    Connection(EventLoop loop, SelectionKey key) {
        this.loop = loop;
        this.key = key;
    }

    /** Says that the timeout has passed. */
    abstract void timedOut();

    final SocketChannel channel() {
        return (SocketChannel) key.channel();
    }

    final boolean isOpen() {
        return channel().isOpen();
    }

    /**
     * Reads what fits into the loop's buffer; returns it, empty if nothing came, or closes the connection if the peer
     * has ended.
     */
    final ByteBuffer receive() {
        ByteBuffer input = loop.input();
        int count;
        try {
            count = channel().read(input);
        } catch (IOException reset) {
            count = -1;
        }
        if (count < 0) {
            close();
        }
        return input.flip();
    }

    /**
     * Ends the output; what the peer sends is discarded until it ends too, or the caller's deadline of {@link #LINGER}
     * has passed.
     */
    final void linger() throws IOException {
        channel().shutdownOutput();
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Closes the socket. Returns whether it was open. */
    final boolean release() {
        if (!isOpen()) {
            return false;
        }
        loop.timeouts().clear(this);
        EventLoop.close(channel());
        return true;
    }

    /** Closes the socket and drops what waits in it. Returns whether it was open. */
    final boolean reset() {
        try {
            channel().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException gone) {
            return release();
        }
        return release();
    }

    /** Copies what could not be written from the loop's buffer, which the next one needs. */
    static ByteBuffer keep(ByteBuffer bytes) {
        ByteBuffer kept = ByteBuffer.allocate(bytes.remaining());
        return kept.put(bytes).flip();
    }
}
