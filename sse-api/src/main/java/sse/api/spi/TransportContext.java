package sse.api.spi;

import java.net.InetSocketAddress;

/** What a server gives to the transport that it starts. Thread-safe. */
public interface TransportContext extends ServiceContext {
    /**
     * Returns the address to listen on.
     *
     * @return the address; port zero means any free port
     */
    InetSocketAddress bindAddress();
}
