package sse.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import sse.api.spi.ServiceHost;

/**
 * The access of {@link HostContract} to a running server of the kind that a host passes requests of. Each service has a
 * fixture of its own.
 */
public interface HostFixture extends AutoCloseable {
    /**
     * Returns the address of the server.
     *
     * @return the address, on the loopback interface
     */
    InetSocketAddress address();

    /**
     * Returns the host under test. Its {@link ServiceHost#start} is called once; from then on it passes the requests
     * for every path.
     *
     * @return the host
     */
    ServiceHost host();

    /** Stops the server, and ends every thread of it. Called once, when the source of exchanges has been closed. */
    @Override
    void close() throws IOException;
}
