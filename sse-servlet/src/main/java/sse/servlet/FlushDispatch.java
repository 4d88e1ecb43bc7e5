package sse.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Sends the head of a response before it is completed: a dispatch to the servlet, whose service flushes it. That is on
 * the container's thread, where it may block.
 */
final class FlushDispatch {
    private static final String ATTRIBUTE = "sse.servlet.flush";

    private FlushDispatch() {}

    /** Dispatches. Returns before the head is sent. */
    static void of(AsyncContext async) {
        async.getRequest().setAttribute(ATTRIBUTE, true);
        async.dispatch();
    }

    /**
     * Sends the head if a request has been dispatched by {@link #of}; the container completes the response then.
     *
     * @return false if it has not been dispatched so
     */
    static boolean flush(ServletRequest request, ServletResponse response) throws IOException {
        if (request.getAttribute(ATTRIBUTE) == null) {
            return false;
        }
        response.flushBuffer();
        return true;
    }
}
