package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;

/**
 * Drops an exchange and its connection without blocking, and makes the JDK's server remove the connection.
 *
 * <p>The server keeps each connection in sets, at a cost of some 30 KB. It removes one when the response ends in order,
 * or when its own task for the request fails, and in no other case.
 *
 * <ul>
 *   <li>If that task is known, because the executor is ours, it is run again, unless it might run another request: it
 *       finds the channel closed and cleans up.
 *   <li>Otherwise the response has to end in order, or appear to. A response that has not begun becomes a chunked one
 *       with {@code Connection: close}, whose end counts even if it cannot be written. It stays in the server's buffer
 *       and is never sent, because the thread is interrupted and the first use closes the channel. After a failed write
 *       this works from Java 23 on, and never without chunks, that is in HTTP/1.0.
 * </ul>
 */
final class ExchangeDisposer {
    private static final int HEAD_NOT_SENT = -1;

    private ExchangeDisposer() {}

    /**
     * Drops an exchange that no other thread uses any more.
     *
     * @param serverTask the JDK server's task for the request, if it is known
     */
    static void dispose(HttpExchange exchange, Optional<ServerTask> serverTask) {
        InterruptibleSection section = new InterruptibleSection();
        section.cut();
        section.enter();
        try {
            // Must come first: any other use of the channel may close it, and the input with it.
            Optional<ServerTask> repeatable = serverTask.filter(task -> task.isRepeatableAfter(exchange));
            beginResponse(exchange);
            closeContent(exchange);
            exchange.close();
            repeatable.ifPresent(ServerTask::runAgain);
        } finally {
            section.leave();
        }
    }

    /**
     * Closes the content before the exchange: malformed chunks make the JDK throw while closing it, which would leave
     * the remaining streams open.
     */
    private static void closeContent(HttpExchange exchange) {
        try {
            exchange.getRequestBody().close();
        } catch (IOException | IndexOutOfBoundsException unreadable) {
            // The JDK counts it as closed all the same.
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
            // The head is too large for the server's buffer. Closing the exchange drops the connection all the same.
            exchange.close();
        }
    }
}
