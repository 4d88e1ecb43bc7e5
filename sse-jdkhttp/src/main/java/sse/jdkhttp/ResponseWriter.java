package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import sse.api.Response;

/** Sends a complete response on the thread that received the request, which blocks until the client has taken it. */
final class ResponseWriter {
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int DRAINED_BYTES = 1024 * 1024;

    /** How long a client may take to make room for one piece. */
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

    private final HttpExchange exchange;
    private final Reception reception;

    ResponseWriter(HttpExchange exchange, Reception reception) {
        this.exchange = exchange;
        this.reception = reception;
    }

    /** Sends a response; the connection goes on to the next request. */
    void send(Response response) throws IOException {
        if (ResponseHead.clientCloses(exchange)) {
            ResponseHead.closeAfterwards(exchange);
        }
        ResponseHead.fill(exchange, response.headers());
        write(response, false);
    }

    /**
     * Sends a response and closes the connection. What the client still sends is read for a while first, because closing with
     * unread input resets the connection, and then the response may be lost.
     */
    void sendAndClose(Response response) throws IOException {
        ResponseHead.closeAfterwards(exchange);
        ResponseHead.fill(exchange, response.headers());
        write(response, true);
    }

    private void write(Response response, boolean drained) throws IOException {
        byte[] body = response.body();
        reception.within(STALL_LIMIT);
        if (body.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
            writeHead(response.status(), body.length);
            return;
        }
        exchange.sendResponseHeaders(response.status(), body.length);
        OutputStream out = exchange.getResponseBody();
        for (int at = 0; at < body.length; at += PIECE_BYTES) {
            reception.within(STALL_LIMIT);
            out.write(body, at, Math.min(PIECE_BYTES, body.length - at));
        }
        if (drained) {
            out.flush();
            drain();
        }
        out.close();
        exchange.close();
    }

    private void writeHead(int status, int length) throws IOException {
        if (length > 0) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void drain() throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] ignored = new byte[PIECE_BYTES];
        int left = DRAINED_BYTES;
        int read = 0;
        while (left > 0 && read >= 0) {
            read = in.read(ignored);
            left -= read;
        }
    }
}
