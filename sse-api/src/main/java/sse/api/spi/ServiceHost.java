package sse.api.spi;

/**
 * A server that exists already and passes some of its requests to a service. Implemented by modules that mount a
 * service, and passed to {@link sse.api.SseService#mount}.
 *
 * <p>The duties of a host are those of a {@link Transport}, except that the server decides how connections are accepted
 * and requests are read:
 *
 * <ol>
 *   <li>It creates its lanes with {@link ServiceContext#newLane} before it returns. All calls of {@link Lane#onRequest}
 *       and {@link ConnectionListener}, and the core's calls of {@link Exchange} and {@link StreamConnection}, happen
 *       on the executor of the exchange's lane, one at a time. The streams of one connection may be on different lanes.
 *   <li>It passes only complete, well-formed requests with their content, within {@link HttpLimits} as far as it can
 *       enforce them.
 *   <li>It never runs user code, and no task that it runs on a lane blocks. It does not use the server's own objects
 *       for a request beyond the time that the server allows.
 *   <li>A client that misbehaves or disconnects is never an error in the log.
 *   <li>It closes the {@link MountedService} when the server stops, before the server closes its connections: otherwise
 *       clients do not receive the closing events.
 * </ol>
 */
@FunctionalInterface
public interface ServiceHost {
    /**
     * Starts to pass requests to a service. Called once for each {@link sse.api.SseService#mount}.
     *
     * @param context what the service gives to the host
     * @return the running source of exchanges
     */
    ExchangeSource start(ServiceContext context);
}
