package sse.benchmarks.load.client;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Makes connections on sockets. Thread-safe. */
interface Connector {
    /**
     * Makes a connection.
     *
     * @param channel a socket, which need not be connected yet
     */
    Connection on(SocketChannel channel) throws IOException;

    /** Returns one of connections that are not encrypted. */
    static Connector plain() {
        return PlainConnection::new;
    }
}
