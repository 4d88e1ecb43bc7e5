package sse.benchmarks.load.server;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;

/** A servlet container with one servlet, which has every path; over HTTP/1.1, and over HTTP/2 by prior knowledge. */
interface ServletContainer {
    /**
     * Begins to listen on every local address.
     *
     * @param servlet supports asynchronous processing
     * @return the port, chosen by the system
     */
    int start(HttpServlet servlet) throws IOException;

    /** Stops the container; open streams are cut. */
    void stop() throws IOException;
}
