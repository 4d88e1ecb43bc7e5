package sse.benchmarks.load.client;

import java.io.IOException;

/** A visitor's request and the stream that answers it. Confined to the loop. */
interface Visit {
    /** Stops reading. */
    void pause();

    /** Goes on reading. */
    void resume();

    /** Leaves: closes the connection, or the stream where it is one of several on a connection. */
    void close() throws IOException;

    /** Leaves by a reset of the connection or the stream. */
    void reset() throws IOException;

    /** Stops reading for good, and keeps everything open until it is reset. */
    void abandon();
}
