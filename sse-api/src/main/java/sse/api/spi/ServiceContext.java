package sse.api.spi;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import sse.api.Ticker;

/** What a running service gives to the source of its exchanges. Thread-safe. */
public interface ServiceContext {
    /**
     * Returns the limits on requests.
     *
     * @return the limits
     */
    HttpLimits limits();

    /**
     * Returns the service's ticker, for the source's own deadlines.
     *
     * @return the ticker
     */
    Ticker ticker();

    /**
     * Returns the executor on which user code runs and tasks may block.
     *
     * @return the executor; may run a task in the calling thread
     */
    Executor executor();

    /**
     * Returns the responses to requests that the source of exchanges refuses itself. A context that wraps another one
     * must return those of the other one.
     *
     * @return the refusals; {@link Refusals#plain()} unless overridden
     */
    default Refusals refusals() {
        return Refusals.plain();
    }

    /**
     * Creates a lane: the single-threaded place where the state of streams lives.
     *
     * @param loop runs the lane's tasks one at a time
     * @param scratch the buffer in which the lane composes what it writes, at least 1024 bytes, of the kind that
     *     {@link StreamConnection#write} handles best; from now on used by the lane only
     * @return a new lane
     * @throws IllegalArgumentException if the buffer is too small
     */
    Lane newLane(LaneLoop loop, ByteBuffer scratch);
}
