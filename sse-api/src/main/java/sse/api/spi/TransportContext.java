package sse.api.spi;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import sse.api.Ticker;

/** What a server gives to the transport it starts. Thread-safe. */
public interface TransportContext {
    /**
     * Returns where to listen.
     *
     * @return the address; port zero asks for any free port
     */
    InetSocketAddress bindAddress();

    /**
     * Returns the limits on requests.
     *
     * @return the limits
     */
    HttpLimits limits();

    /**
     * Returns the server's time, for the transport's own deadlines.
     *
     * @return the ticker
     */
    Ticker ticker();

    /**
     * Returns the server's executor, on which user code runs and tasks may block.
     *
     * @return the executor; may run a task in the caller, as test servers do
     */
    Executor executor();

    /**
     * Makes a lane: a single-threaded place in which streams live.
     *
     * @param loop runs tasks one at a time, in the order they were handed over, each seeing what the ones before it
     *     did; must take tasks from any thread without blocking, and may drop them once the transport is closed
     * @param scratch the buffer in which the lane composes what it writes, at least 1024 bytes; of the kind
     *     {@link StreamConnection#write} likes best. From now on only the lane touches it
     * @return the lane
     */
    Lane newLane(Executor loop, ByteBuffer scratch);
}
