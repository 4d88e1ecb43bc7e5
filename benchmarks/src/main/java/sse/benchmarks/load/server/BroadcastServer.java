package sse.benchmarks.load.server;

import java.io.IOException;
import java.util.Map;

/**
 * A server under load, alone in its process: each event stream receives every event that is broadcast from then on, and
 * nothing else is served. Each one is written as its own documentation recommends for broadcasting.
 */
public interface BroadcastServer extends AutoCloseable {
    /**
     * Begins to listen on every local address.
     *
     * @return the port, chosen by the system
     */
    int start() throws IOException;

    /**
     * Sends one event to every open stream. Called by one thread; need not wait until it is sent.
     *
     * @param sequence becomes the id where the server lets its user choose it
     * @param data the data, one line of ASCII
     */
    void broadcast(long sequence, String data) throws IOException;

    /** Returns how many streams receive what is broadcast now. */
    int streams();

    /** Returns what the server itself counts, by names without spaces; nothing unless it is known. */
    default Map<String, Long> counters() {
        return Map.of();
    }

    /** Returns the process whose CPU time and memory are counted. */
    default long pid() {
        return ProcessHandle.current().pid();
    }

    /** Collects garbage and returns what is live on that process's heap; zero if it has no heap. */
    default long liveHeapBytes() {
        return LiveHeap.bytes();
    }

    @Override
    void close() throws IOException;
}
