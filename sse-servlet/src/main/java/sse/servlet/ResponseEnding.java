package sse.servlet;

import jakarta.servlet.AsyncContext;
import java.io.IOException;

/** A call of a container by which a response ends. */
@FunctionalInterface
interface ResponseEnding {
    /** Ends it. Fails, often by an {@link IllegalStateException}, if the container has ended it already. */
    void end(AsyncContext async) throws IOException;
}
