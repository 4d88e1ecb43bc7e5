package sse.benchmarks.load.client;

import java.net.InetSocketAddress;

/**
 * Addresses of this host to connect from: as many of {@code 127.0.0.0/8} as there are not ports enough at one of them.
 * Each process has its own, since the ports of one that has ended are not free for a minute.
 */
final class SourceAddresses {
    private static final int PORTS_EACH = 10_000;
    private static final long NETWORK = 1 + ProcessHandle.current().pid() % 250;

    private SourceAddresses() {}

    /** Returns the address for a connection, its port left to the system. */
    static InetSocketAddress of(int connection) {
        int host = 1 + connection / PORTS_EACH;
        return new InetSocketAddress("127." + NETWORK + "." + host / 256 + "." + host % 256, 0);
    }
}
