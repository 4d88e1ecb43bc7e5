package sse.api.spi;

import java.io.IOException;

/**
 * Carries HTTP between connections and the core. Found by {@link java.util.ServiceLoader}, or passed to the server's
 * builder. Thread-safe; one instance may start several servers.
 *
 * <p>A provider is declared both in {@code module-info} ({@code provides … with}) and in {@code META-INF/services}. It
 * must not do anything until it is started: merely being on the path has no effect.
 *
 * <p>Duties of a transport, each tested by the transport contract:
 *
 * <ol>
 *   <li>It creates its lanes with {@link TransportContext#newLane} and binds each connection to one of them for its
 *       lifetime. All calls of {@link Lane#onRequest} and {@link ConnectionListener}, and the core's calls of
 *       {@link Exchange} and {@link StreamConnection}, happen on that lane's executor, one at a time.
 *   <li>It answers the requests of a connection in order: while one is unanswered, later ones are queued, within a
 *       limit.
 *   <li>It enforces {@link HttpLimits} as far as it sees the bytes, and answers malformed requests itself (RFC 9112),
 *       so that the core receives only complete, well-formed requests with their content.
 *   <li>It never runs user code, and no task that it runs on a lane blocks.
 *   <li>A client that misbehaves or disconnects is never an error in the log.
 * </ol>
 */
public interface Transport {
    /**
     * Returns the name by which it is chosen, as in {@code -Dsse.transport=nio}.
     *
     * @return a short lower-case word
     */
    String name();

    /**
     * Returns true if it may be chosen without being named, if it is the only such transport on the path.
     *
     * @return true unless overridden
     */
    default boolean isAutomatic() {
        return true;
    }

    /**
     * Binds to an address and starts to accept connections.
     *
     * @param context what the server gives to the transport
     * @return the running server
     * @throws IOException if binding fails; the message contains the address
     */
    TransportServer start(TransportContext context) throws IOException;
}
