package sse.api.spi;

import java.net.InetSocketAddress;

/**
 * The running server of a transport. Thread-safe.
 *
 * <p>Duties, beside those of an {@link ExchangeSource}:
 *
 * <ol>
 *   <li>After {@link #stopAccepting()} no new connection is accepted, a connection that waits for a request is closed,
 *       and a connection whose request has reached a lane is closed after its response. Open streams go on.
 *   <li>{@link #close()} ends every connection at once, calls {@link ConnectionListener#closed()} for every stream, and
 *       frees every thread, descriptor and buffer before it returns.
 *   <li>Both may be called in any state, more than once, from any thread that is not a lane.
 * </ol>
 */
public interface TransportServer extends ExchangeSource {
    /**
     * Returns the address that the server is bound to, with the port that the system chose if port zero was requested.
     *
     * @return the address; unresolved if the transport has no sockets
     */
    InetSocketAddress address();
}
