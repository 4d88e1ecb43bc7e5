package sse.servlet;

import jakarta.servlet.ServletResponse;
import java.io.Closeable;
import java.io.IOException;

/**
 * Closes the connection of a response in Undertow, by its public methods {@code getExchange} and {@code getConnection},
 * since the servlet interfaces have nothing for it. Undertow does the same when an asynchronous request times out; over
 * HTTP/2 it resets the stream.
 */
final class UndertowConnection {
    private static final System.Logger LOG = System.getLogger("sse.servlet");

    private UndertowConnection() {}

    /** Closes it, if the container has not changed these methods. */
    static void close(ServletResponse response) throws IOException {
        try {
            Object exchange = call(response, "getExchange");
            Closeable connection = (Closeable) call(exchange, "getConnection");
            connection.close();
        } catch (ReflectiveOperationException | RuntimeException changed) {
            LOG.log(System.Logger.Level.DEBUG, "connection of an aborted stream is left open", changed);
        }
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }
}
