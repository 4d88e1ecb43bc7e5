package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The response of a stream, which the JDK's server sends in chunks, and to HTTP/1.0 without. For one thread at a time.
 */
final class StreamResponse {
    private final HttpExchange exchange;
    private boolean headSent;

    StreamResponse(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /** Sends bytes; the head goes before the first. Blocks until the kernel has taken them. */
    void send(byte[] bytes) throws IOException {
        sendHead();
        OutputStream out = exchange.getResponseBody();
        out.write(bytes);
        out.flush();
    }

    /** Sends the last chunk. The server closes the connection afterwards, or awaits the next request. */
    void end() throws IOException {
        if (!headSent) {
            send(new byte[0]);
        }
        exchange.close();
    }

    /**
     * Puts the head in the server's buffer; it is sent with the first flush. A length of zero means that the length is
     * unknown.
     */
    private void sendHead() throws IOException {
        if (!headSent) {
            headSent = true;
            exchange.sendResponseHeaders(200, 0);
        }
    }
}
