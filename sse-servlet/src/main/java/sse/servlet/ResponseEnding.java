package sse.servlet;

import jakarta.servlet.AsyncContext;
import java.io.IOException;

/** A call of a container by which a response ends. */
@FunctionalInterface
interface ResponseEnding {
    System.Logger LOG = System.getLogger("sse.servlet");

    /** Ends it. Fails, often by an {@link IllegalStateException}, if the container has ended it already. */
    void end(AsyncContext async) throws IOException;

    /** Ends it, unless the container has ended it already. */
    default void endQuietly(AsyncContext async) {
        try {
            end(async);
        } catch (IOException | RuntimeException ended) {
            LOG.log(System.Logger.Level.TRACE, "response was ended by its container", ended);
        }
    }
}
