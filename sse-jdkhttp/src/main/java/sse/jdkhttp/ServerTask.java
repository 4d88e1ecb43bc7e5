package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * The task that the JDK's server submits to its executor for a request, as seen by the handler that runs within it. If
 * the connection is dead when the task is run again, the server removes the connection from its sets.
 *
 * <p>The server does that by looking for another request on the connection, and it may have read one already that was
 * pipelined behind the current one. Such a request must not be run: the response before it carries {@code Connection:
 * close} (RFC 9112 section 9.6). In a server of our own, our handler refuses it. In a server of the user's it would
 * reach the user's handlers, so there the task is run again only if no request can be pending, and otherwise the server
 * keeps the connection.
 */
final class ServerTask {
    private static final ThreadLocal<Runnable> CURRENT = new ThreadLocal<>();
    private static final int REMOVES_CHUNKED_SINCE = 23;
    private static final int SKIPPED_BYTES = 64 * 1024;

    private final Runnable task;
    private final Predicate<HttpExchange> repeatable;
    private final boolean ofOwnServer;

    private ServerTask(Runnable task, Predicate<HttpExchange> repeatable, boolean ofOwnServer) {
        this.task = task;
        this.repeatable = repeatable;
        this.ofOwnServer = ofOwnServer;
    }

    /** Returns an executor that makes each of its tasks available through {@link #current()}. */
    static Executor tracking(Executor executor) {
        return task -> executor.execute(() -> run(task));
    }

    /** Returns the task that runs on this thread, if it was submitted to such an executor. */
    static Optional<ServerTask> current() {
        return Optional.ofNullable(CURRENT.get()).map(task -> new ServerTask(task, ServerTask::isLast, false));
    }

    /** Returns a task of a server all of whose handlers refuse a request outside a {@link RequestThread}. */
    static ServerTask ofOwnServer(Runnable task) {
        return new ServerTask(task, exchange -> true, true);
    }

    boolean isOfOwnServer() {
        return ofOwnServer;
    }

    /**
     * Returns true if running the task again cannot reach a handler of the user's. Called within a section that has
     * been cut, before the exchange is closed.
     */
    boolean isRepeatableAfter(HttpExchange exchange) {
        return repeatable.test(exchange);
    }

    /** Makes the server remove the connection, whose channel is closed. */
    void runAgain() {
        task.run();
    }

    private static boolean isLast(HttpExchange exchange) {
        return !isRemovedByServer(exchange) && !(exchange instanceof HttpsExchange) && hasNoPendingInput(exchange);
    }

    private static boolean isRemovedByServer(HttpExchange exchange) {
        return Runtime.version().feature() >= REMOVES_CHUNKED_SINCE
                && !exchange.getProtocol().equals("HTTP/1.0");
    }

    /**
     * Skips the input that the JDK has buffered. Where its content stream passes {@code skip} on to the stream beneath,
     * as in Java 17, that ends at the channel, which the interrupt has closed. Only this end proves that no input is
     * pending.
     */
    private static boolean hasNoPendingInput(HttpExchange exchange) {
        try {
            long skipped;
            do {
                skipped = exchange.getRequestBody().skip(SKIPPED_BYTES);
            } while (skipped > 0);
            return false;
        } catch (ClosedChannelException reached) {
            return true;
        } catch (IOException other) {
            return false;
        }
    }

    private static void run(Runnable task) {
        CURRENT.set(task);
        try {
            task.run();
        } finally {
            CURRENT.remove();
        }
    }
}
