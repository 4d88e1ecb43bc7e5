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
 *       number, and does not access the buffer afterwards: the lane reuses it at once. A write of no bytes sends the
 *       head of the response.
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
 *   <li>{@link #abandonRest} leaves nothing half-sent: what was written before is complete for the peer.
 *   <li>{@link #truncate} is {@link #finish} but for what the peer learns: that the response is not complete, if the
 *       protocol can express it.
 *   <li>{@link #isStalled} does not return true again and again while the peer takes bytes.
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

    /**
     * Called when bytes that a write has left will not follow for now, after the last frame that was begun has been
     * sent to its end. A connection that has announced more than it was given, such as a chunk of HTTP/1.1, sends a
     * comment of that length: otherwise a client that reads chunk by chunk would wait. Does nothing unless overridden.
     */
    default void abandonRest() {}

    /** Ends the response in order. The connection is closed, or takes the next request. */
    void finish();

    /**
     * Ends the response so that the bytes taken before arrive, and closes the connection so that the peer can tell that
     * more was to come, as an HTTP/1.1 client can by a missing last chunk. Ends it in order unless overridden.
     */
    default void truncate() {
        finish();
    }

    /** Closes the connection at once. */
    void abort();

    /**
     * Returns true if the peer takes no bytes, as far as this connection can tell. Called between a write that was not
     * taken whole and {@link ConnectionListener#writable()}, to decide whether the peer is to be given up. A connection
     * that can be written to as soon as its peer has taken anything returns true, as this method does unless
     * overridden; the core tries a write before it gives the peer up. One whose writes end late, although the peer
     * takes bytes all the time, overrides it.
     *
     * @return false if the peer has taken bytes since the last call
     */
    default boolean isStalled() {
        return true;
    }

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
