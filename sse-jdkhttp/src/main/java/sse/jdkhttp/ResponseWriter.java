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

    /** Sends a response; the connection goes on to the next request, unless this was the last. */
    void send(Response response) throws IOException {
        if (ResponseHead.isLast(exchange)) {
            ResponseHead.closeAfterwards(exchange);
        }
        ResponseHead.fill(exchange, response.headers());
        if (response.body().length == 0 || isHead()) {
            sendWithoutContent(response);
        } else {
            sendContent(response);
            exchange.getResponseBody().close();
            exchange.close();
        }
    }

    /**
     * Sends the answer to a request that was refused, and closes the connection. What the client still sends is read
     * for a while first, where it is framed at all: closing with unread input resets the connection, and the answer may
     * be lost then.
     *
     * @throws IOException always: that is how a handler has its connection closed
     */
    void sendAndClose(RefusedException refusal) throws IOException {
        ResponseHead.closeAfterwards(exchange);
        ResponseHead.fill(exchange, refusal.response().headers());
        if (isHead()) {
            sendWithoutContent(refusal.response());
        } else {
            sendContent(refusal.response());
            exchange.getResponseBody().flush();
            if (refusal.isContentFramed()) {
                drain();
            }
        }
        throw new IOException("request was refused", refusal);
    }

    private void sendContent(Response response) throws IOException {
        byte[] body = response.body();
        reception.within(STALL_LIMIT);
        exchange.sendResponseHeaders(response.status(), body.length);
        OutputStream out = exchange.getResponseBody();
        for (int at = 0; at < body.length; at += PIECE_BYTES) {
            reception.within(STALL_LIMIT);
            out.write(body, at, Math.min(PIECE_BYTES, body.length - at));
        }
    }

    private void sendWithoutContent(Response response) throws IOException {
        reception.within(STALL_LIMIT);
        int length = response.body().length;
        if (length > 0) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
        }
        exchange.sendResponseHeaders(response.status(), -1);
        exchange.close();
    }

    private boolean isHead() {
        return exchange.getRequestMethod().equals("HEAD");
    }

    private void drain() throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] ignored = new byte[PIECE_BYTES];
        int left = DRAINED_BYTES;
        try {
            int read = in.read(ignored);
            while (read >= 0 && left > read) {
                left -= read;
                read = in.read(ignored);
            }
        } catch (IndexOutOfBoundsException malformed) {
            // The JDK turns a chunk size beyond an int into a negative length: nobody can tell what follows.
            return;
        }
    }
}
