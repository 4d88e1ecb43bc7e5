package sse.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What differs among containers. Chosen by {@link ServletContext#getServerInfo()}, since a container may hide its
 * classes from applications.
 */
enum Container {
    /** Tomcat: only a service that fails while the response is committed makes it drop a connection. */
    TOMCAT("Apache Tomcat/", "org.apache.") {
        @Override
        boolean noticesPeerEnd(String protocol) {
            return isHttp2(protocol);
        }

        @Override
        boolean losesUnflushedHead(String protocol) {
            return isHttp2(protocol);
        }

        @Override
        void abort(AsyncContext async) {
            AbortDispatch.of(async);
        }
    },

    /** Jetty: {@code sendError(-1)} aborts a response. */
    JETTY("jetty/", "org.eclipse.jetty.") {
        @Override
        void abort(AsyncContext async) throws IOException {
            ((HttpServletResponse) unwrapped(async.getResponse())).sendError(ABORT_STATUS);
        }
    },

    /** Undertow: the connection of a response that is aborted must be closed. */
    UNDERTOW("Undertow", "io.undertow.") {
        /** One byte: what is smaller than the buffer would stay in it if the peer's HTTP/2 window is shut. */
        @Override
        void prepare(ServletResponse response) {
            response.setBufferSize(1);
        }

        @Override
        boolean mayHoldBack(String protocol) {
            return isHttp2(protocol);
        }

        /** Nothing: it completes a failed response itself, and logs an error if anybody else does. */
        @Override
        void completeFailed(AsyncContext async) {}

        @Override
        void complete(AsyncContext async) {
            UndertowConnection.complete(unwrapped(async.getResponse()), async);
        }

        @Override
        void abort(AsyncContext async) {
            UndertowConnection.abort(unwrapped(async.getResponse()), async);
        }
    },

    /** Any other. */
    OTHER("", "");

    private static final int ABORT_STATUS = -1;

    private final String serverInfo;
    private final String packages;

    Container(String serverInfo, String packages) {
        this.serverInfo = serverInfo;
        this.packages = packages;
    }

    static Container of(ServletContext context) {
        String info = context.getServerInfo();
        for (Container container : values()) {
            if (info.startsWith(container.serverInfo)) {
                return container;
            }
        }
        return OTHER;
    }

    /** Returns true if an output stream is this container's own, and not that of a filter's wrapper. */
    boolean owns(Class<?> outputType) {
        return outputType.getName().startsWith(packages);
    }

    /** Returns true if the container notifies of a client that has disconnected while nothing is written. */
    boolean noticesPeerEnd(String protocol) {
        return false;
    }

    /** Returns true if what the container has taken may wait for the next write, although the client reads. */
    boolean mayHoldBack(String protocol) {
        return false;
    }

    /** Returns true if an answer to {@code HEAD} is not sent if it is completed before it is flushed. */
    boolean losesUnflushedHead(String protocol) {
        return false;
    }

    /** Prepares a response before its output is used. */
    void prepare(ServletResponse response) {}

    /** Completes a response. */
    void complete(AsyncContext async) {
        async.complete();
    }

    /** Completes a response whose connection has failed, on the lane or within {@code AsyncListener.onError}. */
    void completeFailed(AsyncContext async) {
        async.complete();
    }

    /** Ends a response so that the client can tell that it is not complete, as far as the container can do that. */
    void abort(AsyncContext async) throws IOException {
        async.complete();
    }

    /** Returns the container's own response. */
    private static ServletResponse unwrapped(ServletResponse response) {
        ServletResponse inner = response;
        while (inner instanceof ServletResponseWrapper wrapper) {
            inner = wrapper.getResponse();
        }
        return inner;
    }

    static boolean isHttp2(String protocol) {
        return protocol.startsWith("HTTP/2");
    }
}
