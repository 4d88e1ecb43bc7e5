package sse.benchmarks.load.client;

import java.io.IOException;

/** What a loop turns. Confined to it, but for {@link #wakeup}. */
interface Looped {
    /** Waits for something to do, or for {@link #wakeup}, and does it. */
    void turn() throws IOException;

    /** Ends the waiting. For any thread. */
    void wakeup();

    /** Closes all streams. */
    void closeAll() throws IOException;
}
