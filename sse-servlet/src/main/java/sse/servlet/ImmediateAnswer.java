package sse.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import sse.api.Response;

/** Answers a request that does not reach the core, on the container's thread. */
final class ImmediateAnswer {
    private static final int NO_TIMEOUT = 0;

    private final HttpServletRequest request;
    private final HttpServletResponse response;

    ImmediateAnswer(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
    }

    /** Sends a response. The connection is closed afterwards: the rest of the request is not trusted, or not read. */
    void sendAndClose(Response answer) throws IOException {
        if (!Container.isHttp2(request.getProtocol())) {
            response.setHeader("Connection", "close");
        }
        send(answer);
    }

    /** Sends a response. */
    void send(Response answer) throws IOException {
        ResponseHead.of(answer, request.getMethod()).fill(response);
        ByteBuffer content = answer.content();
        if (content.hasRemaining() && !request.getMethod().equals("HEAD")) {
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            response.getOutputStream().write(bytes);
        }
    }

    /**
     * Starts asynchronous processing, without a timeout.
     *
     * @throws ServletException if the servlet or a filter does not support it
     */
    AsyncContext startAsync() throws ServletException {
        try {
            AsyncContext async = request.startAsync(request, response);
            async.setTimeout(NO_TIMEOUT);
            return async;
        } catch (IllegalStateException unsupported) {
            throw new ServletException(
                    "streams need asynchronous processing: set asyncSupported = true (async-supported in web.xml,"
                            + " setAsyncSupported(true) in code) for this servlet and for every filter in front of it;"
                            + " servlet: " + request.getHttpServletMapping().getServletName() + ", filters: "
                            + filters() + "; the container says: " + unsupported.getMessage(),
                    unsupported);
        }
    }

    private String filters() {
        return request.getServletContext().getFilterRegistrations().entrySet().stream()
                .map(filter -> filter.getKey() + " (" + filter.getValue().getClassName() + ")")
                .sorted()
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
