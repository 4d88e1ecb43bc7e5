package sse.api.spi;

import java.net.InetSocketAddress;

/**
 * A transport that runs. Thread-safe.
 *
 * <p>Duties:
 *
 * <ol>
 *   <li>After {@link #stopAccepting()} no new connection is taken, a connection that waits for a request is closed, and
 *       one whose request is with the core is closed after its response. Open streams go on.
 *   <li>{@link #close()} ends every connection at once, calls {@link ConnectionListener#closed()} for every stream, and
 *       frees every thread, descriptor and buffer before it returns.
 *   <li>Both may be called in any state, more than once, from any thread that is not a lane.
 * </ol>
 */
public interface TransportServer extends AutoCloseable {
    /**
     * Returns the address it is bound to, with the port the system chose where zero was asked for.
     *
     * @return the address; unresolved where the transport has no sockets
     */
    InetSocketAddress address();

    /** Stops taking connections and requests; open streams go on. */
    void stopAccepting();

    /** Ends everything now. Returns when it is done. */
    @Override
    void close();
}
