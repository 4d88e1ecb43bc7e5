package sse.api.spi;

import java.io.IOException;

/**
 * Carries HTTP between connections and the core. Found by {@link java.util.ServiceLoader}, or handed to the server's
 * builder. Thread-safe; one instance may start several servers.
 *
 * <p>A provider is named both in {@code module-info} ({@code provides … with}) and in {@code META-INF/services}. It
 * must not write anything until it is started: merely being on the path has no effect.
 *
 * <p>Duties of a transport, each tested by the transport contract:
 *
 * <ol>
 *   <li>It makes its lanes with {@link TransportContext#newLane} and binds each connection to one of them for life. All
 *       calls into {@link Lane#onRequest} and {@link ConnectionListener}, and the core's calls into {@link Exchange}
 *       and {@link StreamConnection}, happen on that lane's executor, one at a time.
 *   <li>It answers requests of a connection in their order: while one is with the core, later ones wait, and what waits
 *       is bounded.
 *   <li>It enforces {@link HttpLimits} as far as it sees the bytes, and answers what is not HTTP/1.x itself (RFC 9112),
 *       so that the core gets only complete, well-formed requests with content.
 *   <li>It never runs user code, and nothing it runs on a lane blocks.
 *   <li>A peer that misbehaves or leaves is never an error in the log.
 * </ol>
 */
public interface Transport {
    /**
     * Returns the name it is chosen by, as in {@code -Dsse.transport=nio}.
     *
     * @return a short lower-case word
     */
    String name();

    /**
     * Says whether it may be chosen without being named, when it is the only such transport on the path.
     *
     * @return whether it may; true unless overridden
     */
    default boolean isAutomatic() {
        return true;
    }

    /**
     * Binds to an address and begins to take connections.
     *
     * @param context what the server gives to the transport
     * @return the running transport
     * @throws IOException if it cannot bind; the message names the address
     */
    TransportServer start(TransportContext context) throws IOException;
}
