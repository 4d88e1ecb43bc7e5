package sse.api.spi;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The writing end of an open stream. Confined to its lane. Nothing here blocks.
 *
 * <p>Duties:
 *
 * <ol>
 *   <li>{@link #write} takes as much as the connection can take now, moves the buffer's position by that, and does not
 *       touch the buffer afterwards: the lane uses it again at once.
 *   <li>A write that leaves bytes in the buffer is followed by one {@link ConnectionListener#writable()} when more can
 *       be taken.
 *   <li>What was taken is sent without waiting for more (no Nagle delay, no output buffer that needs a flush).
 *   <li>{@link #finish} ends the response so that the bytes taken before arrive, also if the peer still sends;
 *       {@link ConnectionListener#closed()} follows in bounded time.
 *   <li>{@link #abort} drops the connection and what waits in it, also while a write is under way;
 *       {@link ConnectionListener#closed()} follows at once.
 *   <li>Both may be called in any state and more than once. After {@code closed()} every call is without effect, and a
 *       write throws.
 *   <li>{@link #noticesPeerEnd} says what is true of every connection of the transport.
 * </ol>
 */
public interface StreamConnection {
    /**
     * Hands over bytes.
     *
     * @param bytes what to write, from position to limit
     * @return how many were taken, zero included
     * @throws IOException if the peer is gone
     */
    int write(ByteBuffer bytes) throws IOException;

    /** Ends the response in order and closes the connection. */
    void finish();

    /** Closes the connection at once. */
    void abort();

    /**
     * Says whether {@link ConnectionListener#closed()} follows the peer's end or reset also while nothing is written.
     * Where it does not, the second write to a peer that has left fails, and the core sends heartbeats so much sooner
     * that this happens within their period.
     *
     * @return whether it does; by default it does
     */
    default boolean noticesPeerEnd() {
        return true;
    }
}
