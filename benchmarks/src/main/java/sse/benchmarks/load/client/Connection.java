package sse.benchmarks.load.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection to the server under load, encrypted or not. Confined to the loop. */
interface Connection {
    /** Returns the socket, to register and to close it. */
    SocketChannel channel();

    /**
     * Sends a request, which fits into the buffers of the socket: at once, or when a handshake is finished, which
     * {@link #read} continues. Called once.
     */
    void send(byte[] request) throws IOException;

    /** Returns true if the request was sent. */
    boolean isSent();

    /**
     * Reads what has come.
     *
     * @param target has room for at least 128 KiB
     * @return how many bytes were put into the target, none of a handshake's; negative at the end of the connection
     */
    int read(ByteBuffer target) throws IOException;
}
