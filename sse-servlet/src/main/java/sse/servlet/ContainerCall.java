package sse.servlet;

import java.io.IOException;

/** A call of a container that does not end a response, unless it fails. */
@FunctionalInterface
interface ContainerCall {
    /** Calls it. */
    void run() throws IOException;
}
