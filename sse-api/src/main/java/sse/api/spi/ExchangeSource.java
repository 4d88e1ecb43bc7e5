package sse.api.spi;

/**
 * The running source of a service's exchanges: the server of a transport, or a mount in a server that exists already.
 * Thread-safe.
 *
 * <p>Duties:
 *
 * <ol>
 *   <li>After {@link #stopAccepting()} no new request reaches a lane. Requests that have reached one are answered, and
 *       open streams go on.
 *   <li>{@link #close()} ends every exchange and stream at once, calls {@link ConnectionListener#closed()} for every
 *       stream, and frees every thread, descriptor and buffer of its own before it returns.
 *   <li>Both may be called in any state, more than once, from any thread that is not a lane.
 * </ol>
 */
public interface ExchangeSource extends AutoCloseable {
    /** Stops accepting requests. Open streams go on. */
    void stopAccepting();

    /** Ends everything now. Blocks until that is done. */
    @Override
    void close();
}
