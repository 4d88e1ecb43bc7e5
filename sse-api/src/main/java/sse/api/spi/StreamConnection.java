package sse.api.spi;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The connection of an open stream, to write to. Confined to its lane. No method blocks.
 *
 * <p>Duties:
 *
 * <ol>
 *   <li>{@link #write} takes as many bytes as the connection accepts now, advances the buffer's position by that
 *       number, and does not access the buffer afterwards: the lane reuses it at once.
 *   <li>A write that leaves bytes in the buffer is followed by one {@link ConnectionListener#writable()} when it
 *       accepts more.
 *   <li>The bytes taken are sent without delay (no Nagle algorithm, no output buffer that needs a flush).
 *   <li>{@link #finish} ends the response so that the bytes taken before arrive, even if the peer is still sending;
 *       {@link ConnectionListener#closed()} follows in bounded time.
 *   <li>{@link #abort} drops the connection and its pending bytes, even while a write is in progress;
 *       {@link ConnectionListener#closed()} follows at once.
 *   <li>Both may be called in any state and more than once. After {@code closed()} they have no effect, and a write
 *       throws.
 *   <li>{@link #noticesPeerEnd} returns what is true of this connection for its whole lifetime.
 * </ol>
 */
public interface StreamConnection {
    /**
     * Writes bytes.
     *
     * @param bytes the bytes to write, from position to limit
     * @return how many bytes were taken, possibly zero
     * @throws IOException if the connection is closed
     */
    int write(ByteBuffer bytes) throws IOException;

    /** Ends the response in order and closes the connection. */
    void finish();

    /** Closes the connection at once. */
    void abort();

    /**
     * Returns true if {@link ConnectionListener#closed()} follows the peer's end or reset even while nothing is
     * written. If it does not, the second write after the peer has disconnected fails, and the core sends heartbeats
     * more often, so that this happens within the heartbeat period.
     *
     * @return true unless overridden
     */
    default boolean noticesPeerEnd() {
        return true;
    }
}
