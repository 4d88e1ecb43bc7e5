package sse.jdkhttp;

import java.io.IOException;

/** Handles a request on its thread. */
interface RequestTask {
    /**
     * Handles it.
     *
     * @param thread the request's thread and deadlines
     * @throws IOException if the connection is of no further use
     */
    void run(RequestThread thread) throws IOException;
}
