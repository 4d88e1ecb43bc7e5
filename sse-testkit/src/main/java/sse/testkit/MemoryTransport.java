package sse.testkit;

import java.io.IOException;
import java.security.Principal;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import sse.api.Headers;
import sse.api.spi.Transport;
import sse.api.spi.TransportContext;
import sse.api.spi.TransportServer;
import sse.testkit.internal.memory.MemoryServer;

/**
 * A transport without sockets and threads: a server writes to a bounded buffer in memory, from which a
 * {@link TestClient} of the same JVM reads. Thread-safe; one instance may start several servers. Its name is
 * {@code memory}. It is never selected automatically, and by its name only on the class path; an instance works on both
 * paths.
 *
 * <p>Its lanes run on the server's executor. With an executor that runs tasks in the caller, as that of
 * {@link TestServer}, everything runs in the thread of the test and in a fixed order: when a call returns, all its
 * effects are complete.
 *
 * <p>A connection behaves as one over a socket. If a client does not read, its {@linkplain TestClient#withWindow(int)
 * window} fills and the server's writer stalls; bytes written before the server ended a stream can still be read
 * afterwards; a disconnect is detected at once. There is no HTTP syntax: requests and responses are passed as values.
 * The limits on their size apply nevertheless.
 *
 * <p>Servers in memory have ports of their own: port zero selects a free one, and a port in use cannot be bound again.
 */
public final class MemoryTransport implements Transport {
    private final int lanes;
    private final Function<Headers, Optional<Principal>> authenticator;

    /** Creates a transport with one lane. */
    public MemoryTransport() {
        this(1);
    }

    /**
     * Creates a transport with several lanes, over which connections are distributed in turn.
     *
     * @param lanes the number of lanes
     * @throws IllegalArgumentException if the number is not positive
     */
    public MemoryTransport(int lanes) {
        if (lanes < 1) {
            throw new IllegalArgumentException("lanes must be positive: " + lanes);
        }
        this.lanes = lanes;
        this.authenticator = headers -> Optional.empty();
    }

    private MemoryTransport(int lanes, Function<Headers, Optional<Principal>> authenticator) {
        this.lanes = lanes;
        this.authenticator = authenticator;
    }

    /**
     * Returns this transport with an authenticator, in place of the one of a server on sockets: what it returns is the
     * {@link sse.api.Request#principal()} of each request.
     *
     * @param authenticator returns the principal of a request with such header fields, empty for a client without one;
     *     called by several threads
     * @return the new transport
     */
    public MemoryTransport withAuthenticator(Function<Headers, Optional<Principal>> authenticator) {
        return new MemoryTransport(lanes, Objects.requireNonNull(authenticator, "authenticator"));
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
        return MemoryServer.start(context, lanes, authenticator);
    }
}
