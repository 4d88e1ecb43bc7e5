package sse.benchmarks.load.client;

import java.io.IOException;

/** How visitors reach the server. Confined to the loop, but for {@link #wakeup}. */
interface VisitTransport {
    /**
     * Begins a visit. The visitor's {@link Visitor#onOpen} is called when the request has been sent, its
     * {@link Visitor#onFailure} when the stream ends or fails.
     *
     * @param visitor whose visit it is
     * @param request what to ask for
     * @throws IOException if the server cannot be reached
     */
    Visit begin(Visitor visitor, VisitRequest request) throws IOException;

    /** Waits so long for something to do, or for {@link #wakeup}, and does it. */
    void poll(long millis) throws IOException;

    /** Ends the waiting. For any thread. */
    void wakeup();

    /** Ends what is left when all visits have been left. */
    void closeAll() throws IOException;
}
