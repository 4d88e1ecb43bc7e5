package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import sse.api.Response;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;

/** Sends complete responses on the thread that received the request, which blocks until the client has taken them. */
final class ResponseWriter {
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int DRAINED_BYTES = 1024 * 1024;

    /** The most time that a client may take to make room for one piece. */
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

    private final HttpExchange exchange;
    private final RequestThread thread;

    ResponseWriter(HttpExchange exchange, RequestThread thread) {
        this.exchange = exchange;
        this.thread = thread;
    }

    /** Sends a response. The connection stays open for the next request unless the client or its request forbid it. */
    void send(Response response) throws IOException {
        if (ResponseHead.closesConnection(exchange)) {
            ResponseHead.closeAfterwards(exchange);
        }
        ResponseHead.fill(exchange, response.headers());
        if (!response.content().hasRemaining() || isHead()) {
            sendWithoutContent(response);
        } else {
            sendContent(response);
            exchange.getResponseBody().close();
            exchange.close();
        }
    }

    /**
     * Sends the answer to a rejected request, and closes the connection. Before that it reads and discards what the
     * client still sends, up to a limit, unless the end of the content is unknown: closing a socket that has unread
     * input resets the connection, and the answer may be lost then.
     *
     * @throws IOException always: the JDK's server closes the connection of a handler that throws
     */
    void sendAndClose(HttpRejection rejection, Response response) throws IOException {
        ResponseHead.closeAfterwards(exchange);
        ResponseHead.fill(exchange, response.headers());
        if (isHead()) {
            sendWithoutContent(response);
        } else {
            sendContent(response);
            exchange.getResponseBody().flush();
            if (rejection.rule() != HttpRule.CONTENT_MALFORMED) {
                drain();
            }
        }
        throw new IOException("request was rejected", rejection);
    }

    private void sendContent(Response response) throws IOException {
        ByteBuffer content = response.content();
        thread.setDeadline(STALL_LIMIT);
        exchange.sendResponseHeaders(response.status(), content.remaining());
        OutputStream out = exchange.getResponseBody();
        byte[] piece = new byte[Math.min(PIECE_BYTES, content.remaining())];
        while (content.hasRemaining()) {
            int count = Math.min(piece.length, content.remaining());
            content.get(piece, 0, count);
            thread.setDeadline(STALL_LIMIT);
            out.write(piece, 0, count);
        }
    }

    private void sendWithoutContent(Response response) throws IOException {
        thread.setDeadline(STALL_LIMIT);
        int length = response.content().remaining();
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
        int remaining = DRAINED_BYTES;
        try {
            int read = in.read(ignored);
            while (read >= 0 && remaining > read) {
                remaining -= read;
                read = in.read(ignored);
            }
        } catch (IndexOutOfBoundsException malformed) {
            // The JDK turns a chunk size beyond an int into a negative length: the end of the content is unknown.
            return;
        }
    }
}
