package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;

/**
 * Drops an exchange with its connection, never blocking, and so that the JDK's server forgets the connection.
 *
 * <p>The server keeps every connection in sets, some 30 KB each. It takes one out when the response ends in order, or
 * when its own task for the request fails, and in no other case.
 *
 * <ul>
 *   <li>Where that task is known, because the executor is ours, it is run again, unless it might run another request:
 *       it finds the channel closed and cleans up.
 *   <li>Elsewhere the response has to end in order, or seem to. One that has not begun becomes a chunked one with
 *       {@code Connection: close}, whose end counts even if it cannot be written. It stays in the server's buffer and
 *       never leaves, because the thread is interrupted, and the first touch closes the channel. After a failed write
 *       this works from Java 23 on, and never without chunks, that is in HTTP/1.0.
 * </ul>
 */
final class Disposal {
    private static final int HEAD_NOT_SENT = -1;

    private Disposal() {}

    /**
     * Drops an exchange that no other thread uses any more.
     *
     * @param connectionTask what makes the JDK's server forget the connection, if it is known
     */
    static void dispose(HttpExchange exchange, Optional<ConnectionTask> connectionTask) {
        BlockingSection dead = new BlockingSection();
        dead.cut();
        dead.enter();
        try {
            // First of all: what else touches the channel may close it, and the input with it.
            Optional<ConnectionTask> forgetting = connectionTask.filter(task -> task.isHarmlessAfter(exchange));
            beginResponse(exchange);
            closeContent(exchange);
            exchange.close();
            forgetting.ifPresent(ConnectionTask::runAgain);
        } finally {
            dead.leave();
        }
    }

    /**
     * Closes what closing the exchange would close first: malformed chunks make the JDK throw there, and leave the rest
     * open.
     */
    private static void closeContent(HttpExchange exchange) {
        try {
            exchange.getRequestBody().close();
        } catch (IOException | IndexOutOfBoundsException unreadable) {
            // It counts as closed all the same.
            return;
        }
    }

    private static void beginResponse(HttpExchange exchange) {
        if (exchange.getResponseCode() != HEAD_NOT_SENT
                || exchange.getRequestMethod().equals("HEAD")) {
            return;
        }
        try {
            ResponseHead.closeAfterwards(exchange);
            exchange.sendResponseHeaders(500, 0);
        } catch (IOException gone) {
            // A head too large for the server's buffer. The close below drops the connection all the same.
            exchange.close();
        }
    }
}
