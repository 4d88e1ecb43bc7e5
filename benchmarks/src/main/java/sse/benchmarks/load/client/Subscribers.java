package sse.benchmarks.load.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** All subscribers of a process, and what they have counted. Confined to their loop. */
interface Subscribers extends Looped {
    /** Returns what they have counted. */
    ReceiveStats stats();

    /** Opens the connection for acknowledgements of complete publications. */
    void connectControl(int port) throws IOException;

    /** Opens streams; answers when all their heads have come. */
    void open(int port, int streams, int payloadBytes, CompletableFuture<String> answer) throws IOException;

    /** Opens streams that are never read. */
    void stall(int port, int streams) throws IOException;

    /** Opens connections to post events over; those that were open before are not used any more. */
    void openPosters(int port, int connections, int payloadBytes) throws IOException;

    /** Returns what posts over them. */
    Posting posting();

    /** Returns how many deliveries are still to come until all have so many publications. */
    long outstanding(long published);
}
