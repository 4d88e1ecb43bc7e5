package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import sse.api.Headers;

/**
 * The response of a stream, which the JDK's server sends in chunks, and to HTTP/1.0 without. For one thread at a time.
 */
final class StreamResponse {
    private final HttpExchange exchange;
    private final int status;
    private boolean headSent;

    /** Prepares the response; nothing is sent before {@link #send} or {@link #end}. */
    StreamResponse(HttpExchange exchange, int status, Headers headers) {
        this.exchange = exchange;
        this.status = status;
        ResponseHead.fill(exchange, headers);
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
            exchange.sendResponseHeaders(status, 0);
        }
    }
}
