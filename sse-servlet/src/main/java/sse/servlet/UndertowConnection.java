package sse.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * Ends responses in Undertow on the I/O threads of their connections: if another thread completes a response whose
 * connection is closed, Undertow logs an error. The servlet interfaces have nothing for that, nor for closing a
 * connection, so this calls public methods of Undertow by their names.
 */
final class UndertowConnection {
    private static final System.Logger LOG = System.getLogger("sse.servlet");
    private static final ResponseEnding COMPLETION = AsyncContext::complete;

    private UndertowConnection() {}

    /** Completes a response. */
    static void complete(ServletResponse response, AsyncContext async) {
        try {
            ioThread(call(response, "getExchange")).execute(() -> COMPLETION.endQuietly(async));
        } catch (ReflectiveOperationException | RuntimeException changed) {
            LOG.log(System.Logger.Level.DEBUG, "response is completed by another thread", changed);
            async.complete();
        }
    }

    /** Closes the connection, as Undertow does when an asynchronous request times out; resets a stream of HTTP/2. */
    static void abort(ServletResponse response, AsyncContext async) {
        try {
            Object exchange = call(response, "getExchange");
            Closeable connection = (Closeable) call(exchange, "getConnection");
            ioThread(exchange).execute(() -> {
                close(connection);
                COMPLETION.endQuietly(async);
            });
        } catch (ReflectiveOperationException | RuntimeException changed) {
            LOG.log(System.Logger.Level.DEBUG, "connection of an aborted stream is left open", changed);
            async.complete();
        }
    }

    private static Executor ioThread(Object exchange) throws ReflectiveOperationException {
        return (Executor) call(exchange, "getIoThread");
    }

    private static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException | RuntimeException closed) {
            LOG.log(System.Logger.Level.DEBUG, "connection of an aborted stream was closed", closed);
        }
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }
}
