package sse.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes a container drop the connection of a response: a dispatch to the servlet, whose service fails while the
 * response is committed. Tomcat logs every exception of a service but its own for this purpose, which is found by name,
 * if the application can see it.
 */
final class AbortDispatch {
    private static final String ATTRIBUTE = "sse.servlet.abort";
    private static final String QUIET_EXCEPTION = "org.apache.coyote.CloseNowException";

    private AbortDispatch() {}

    /** Dispatches. Returns before the connection is dropped. */
    static void of(AsyncContext async) {
        async.getRequest().setAttribute(ATTRIBUTE, true);
        async.dispatch();
    }

    /**
     * Fails if a request has been dispatched by {@link #of}.
     *
     * @throws IOException if it has
     */
    static void check(ServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(ATTRIBUTE) != null) {
            throw failure(response.getOutputStream().getClass().getClassLoader());
        }
    }

    private static IOException failure(ClassLoader container) {
        String message = "stream was aborted";
        try {
            Class<?> type = Class.forName(QUIET_EXCEPTION, true, container);
            MethodHandle constructor =
                    MethodHandles.publicLookup().findConstructor(type, MethodType.methodType(void.class, String.class));
            return (IOException) constructor.invoke(message);
        } catch (Throwable hidden) {
            return new IOException(message);
        }
    }
}
