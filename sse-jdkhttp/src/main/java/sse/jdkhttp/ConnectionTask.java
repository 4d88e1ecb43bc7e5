package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * What the JDK's server hands to its executor for each request of a connection, seen from the handler that is called
 * within it: run once more on a dead connection, it makes the server forget that.
 *
 * <p>But it does so by looking for another request, and the JDK may have read one already, pipelined behind the one
 * that is dropped. That must not be run: the response before it says {@code Connection: close} (RFC 9112 section 9.6).
 * In a server of our own, our handler refuses it. In somebody else's it would reach somebody else's handler, so there
 * the task is run only if nothing can be left, and otherwise the server keeps the connection.
 */
final class ConnectionTask {
    private static final ThreadLocal<Runnable> CURRENT = new ThreadLocal<>();
    private static final int FORGETS_CHUNKED_SINCE = 23;
    private static final int SKIPPED_BYTES = 64 * 1024;

    private final Runnable task;
    private final Predicate<HttpExchange> harmless;

    private ConnectionTask(Runnable task, Predicate<HttpExchange> harmless) {
        this.task = task;
        this.harmless = harmless;
    }

    /** Returns an executor whose tasks know themselves. */
    static Executor tracking(Executor executor) {
        return task -> executor.execute(() -> run(task));
    }

    /** Returns the one that runs on this thread, if it came through such an executor. */
    static Optional<ConnectionTask> current() {
        return Optional.ofNullable(CURRENT.get()).map(task -> new ConnectionTask(task, ConnectionTask::isLast));
    }

    /** Returns that of a server whose handlers all refuse a request outside a {@link Reception}. */
    static ConnectionTask ofOwnServer(Runnable task) {
        return new ConnectionTask(task, exchange -> true);
    }

    /**
     * Says whether to run it again, which cannot reach a handler of somebody else. Within a section that is cut, before
     * the exchange is closed.
     */
    boolean isHarmlessAfter(HttpExchange exchange) {
        return harmless.test(exchange);
    }

    /** Makes the server forget the connection, whose channel is closed. */
    void runAgain() {
        task.run();
    }

    private static boolean isLast(HttpExchange exchange) {
        return !isForgottenByItself(exchange) && !(exchange instanceof HttpsExchange) && hasNothingLeft(exchange);
    }

    private static boolean isForgottenByItself(HttpExchange exchange) {
        return Runtime.version().feature() >= FORGETS_CHUNKED_SINCE
                && !exchange.getProtocol().equals("HTTP/1.0");
    }

    /**
     * Passes over what the JDK has read ahead. Where its stream of the content lets {@code skip} through to what is
     * beneath, as in Java 17, that ends at the channel, which the interrupt has closed. Only this end shows that
     * nothing is left.
     */
    private static boolean hasNothingLeft(HttpExchange exchange) {
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
