package sse.testkit;

import java.io.IOException;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;
import sse.testkit.internal.memory.MemoryServer;

/**
 * A transport without sockets and without threads: what a server writes goes into a bounded buffer in memory, from
 * which a {@link TestClient} of the same JVM reads. Thread-safe; one instance may start several servers. Its name is
 * {@code memory}. It is never chosen without being named, and found by its name only on the class path; an instance
 * works on both paths.
 *
 * <p>Its lanes run on the server's executor. With an executor that runs tasks in the caller, as {@link TestServer} has
 * it, everything happens in the thread of the test and in a fixed order: when a call returns, all its consequences are
 * there.
 *
 * <p>A connection behaves as one over a socket does. A client that does not read fills its
 * {@linkplain TestClient#withWindow(int) window} and then stalls the server's writer; what was written before the
 * server ended a stream can still be read after it; closing is noticed at once. What it does not do is HTTP syntax:
 * requests and responses pass as values. Limits on their size hold nevertheless.
 *
 * <p>Servers have ports, which only they share: port zero gets any free one, and a port in use cannot be bound again.
 */
public final class MemoryTransport implements Transport {
    private final int lanes;

    /** Makes a transport with one lane. */
    public MemoryTransport() {
        this(1);
    }

    /**
     * Makes a transport with several lanes, over which connections are spread in turn.
     *
     * @param lanes how many lanes
     * @throws IllegalArgumentException if it is not positive
     */
    public MemoryTransport(int lanes) {
        if (lanes < 1) {
            throw new IllegalArgumentException("lanes must be positive: " + lanes);
        }
        this.lanes = lanes;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean isAutomatic() {
        return false;
    }

    @Override
    public TransportServer start(TransportContext context) throws IOException {
        return MemoryServer.start(context, lanes);
    }
}
