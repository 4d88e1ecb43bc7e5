package sse.benchmarks.load.tokens;

import java.io.IOException;

/**
 * A server under load, alone in its process. It answers {@code POST /} with the tokens that the model produces for the
 * text of the request, one event for each, and ends the response after the last one. Each one is written as its own
 * documentation recommends for an answer whose events come from elsewhere.
 */
public interface TokenServer extends AutoCloseable {
    /**
     * Begins to listen on every local address.
     *
     * @return the port, chosen by the system
     */
    int start() throws IOException;

    @Override
    void close() throws IOException;
}
