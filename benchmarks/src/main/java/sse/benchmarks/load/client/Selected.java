package sse.benchmarks.load.client;

import java.io.IOException;

/** The attachment of a key in the subscribers' selector. Confined to the loop. */
interface Selected {
    /** Reads what has come. */
    void onReady() throws IOException;

    /** Ends it after a failure. */
    void onFailure(IOException failure);
}
