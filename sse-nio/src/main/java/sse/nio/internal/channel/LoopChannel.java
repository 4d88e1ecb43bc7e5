package sse.nio.internal.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection of bytes on an event loop. Confined to the loop. Nothing here blocks.
 *
 * <p>A channel closes in one of three ways. {@link #linger} announces the end of the output and waits a short time for
 * the peer to end its side, because closing a socket that has unread input makes the kernel reset the connection, and a
 * reset destroys what the peer has not read yet (RFC 9112 section 9.6). {@link #close} closes without waiting.
 * {@link #reset} also drops what the kernel has not sent yet.
 */
public interface LoopChannel {
    /** The time in which a peer must read the end of the output and close its side. */
    Duration LINGER_TIMEOUT = Duration.ofSeconds(2);

    /** Replaces the handler. */
    void setHandler(ChannelHandler handler);

    /** Returns true until the channel is closed, whatever closes it. */
    boolean isOpen();

    /**
     * Returns the address of the peer.
     *
     * @throws IOException if the channel is closed
     */
    InetSocketAddress remoteAddress() throws IOException;

    /** Returns the TLS session, or empty if the channel has no TLS. */
    Optional<SSLSession> tlsSession();

    /** Runs a task on the loop, after the current step. */
    void execute(Runnable task);

    /**
     * Reads what is there, into a buffer that the next read on this loop overwrites. If the peer has ended its side or
     * reset the connection, closes the channel and calls {@link ChannelHandler#onClosed()}.
     *
     * @return the input, empty if there is none
     */
    ByteBuffer read();

    /**
     * Reads as {@link #read} does, but does not close the channel at the end of the input.
     *
     * @return the input, or null if the peer has ended its side or reset the connection
     */
    @Nullable
    ByteBuffer readAhead();

    /** Stops calling {@link ChannelHandler#onReadable()}. The end of the input is not noticed either. */
    void pauseReading();

    /** Continues calling {@link ChannelHandler#onReadable()}. */
    void resumeReading();

    /**
     * Writes kept bytes, and then as many of the given bytes as the connection takes now; kept and given bytes leave in
     * one system call where they fit into one buffer. Nothing of the given bytes is kept. If bytes of either kind
     * remain, {@link ChannelHandler#onWritable()} follows.
     *
     * @param bytes what to write; its position moves by what was taken
     * @throws IOException if the peer is gone; the caller closes the channel
     */
    void write(ByteBuffer bytes) throws IOException;

    /**
     * Writes bytes and keeps the rest. If a rest remains, {@link ChannelHandler#onWritable()} follows.
     *
     * @param bytes what to write; a buffer that is not direct must not be changed afterwards
     * @return true if no bytes are kept
     * @throws IOException if the peer is gone; the caller closes the channel
     */
    boolean send(ByteBuffer bytes) throws IOException;

    /**
     * Keeps bytes until the next write.
     *
     * @param bytes what to write; a buffer that is not direct must not be changed afterwards
     */
    void enqueue(ByteBuffer bytes);

    /**
     * Writes kept bytes. If bytes remain, {@link ChannelHandler#onWritable()} follows.
     *
     * @return true if no bytes are kept
     * @throws IOException if the peer is gone; the caller closes the channel
     */
    boolean flush() throws IOException;

    /** Returns how many bytes are kept. */
    int keptBytes();

    /**
     * Sets the timeout, in place of the one that was set. {@link ChannelHandler#onTimeout()} follows when it has
     * passed.
     */
    void setTimeout(Duration timeout);

    /** Clears the timeout. */
    void clearTimeout();

    /**
     * Ends the output and sets the timeout to {@link #LINGER_TIMEOUT}. The handler discards what it reads until the
     * channel is closed.
     *
     * @throws IOException if the peer is gone; the caller closes the channel
     */
    void linger() throws IOException;

    /**
     * Closes the connection. The handler is not called.
     *
     * @return true if it was open
     */
    boolean close();

    /**
     * Closes the connection with a reset: what the kernel has not sent is dropped. The handler is not called.
     *
     * @return true if it was open
     */
    boolean reset();
}
