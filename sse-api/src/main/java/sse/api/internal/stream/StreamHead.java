package sse.api.internal.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import sse.api.Headers;
import sse.api.spi.StreamConnection;

/**
 * The head of the response that carries a stream.
 *
 * @param status the status, 200 to 299
 * @param headers the fields, {@code Content-Type} among them
 */
public record StreamHead(int status, Headers headers) {
    private static final System.Logger LOG = System.getLogger("sse.api");

    /** Sends the head of a response at once, unless the first bytes follow, with which it is sent. On the lane. */
    void sendUnlessQueued(SendQueue queue, StreamConnection connection) {
        if (!queue.isEmpty()) {
            return;
        }
        try {
            connection.write(ByteBuffer.allocate(0));
        } catch (IOException peerGone) {
            // The connection notifies its listener.
            LOG.log(System.Logger.Level.DEBUG, "a client has disconnected before its stream was opened", peerGone);
        }
    }
}
