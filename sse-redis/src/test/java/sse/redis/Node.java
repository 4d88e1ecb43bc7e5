package sse.redis;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A node of the failure schedule: serves one topic of a hub on Redis, and publishes on it at a rate. */
interface Node extends AutoCloseable {
    /** Starts nodes. */
    interface Starter {
        /**
         * Starts a node, which is ready when this returns.
         *
         * @param ports the ports of the servers
         * @param rate how many events it publishes a second
         * @param environment further variables of its process, if it has one
         */
        Node start(List<Integer> ports, int rate, Map<String, String> environment) throws IOException;
    }

    int port();

    /** Returns the time of its clock. */
    long currentTimeMillis() throws IOException;

    /** Ends publishing and returns what it has done. */
    NodeNumbers stopPublishing() throws IOException;

    /** Ends its process as {@code kill -9} does. */
    default void kill() throws InterruptedException {
        throw new UnsupportedOperationException("node must have a process of its own");
    }

    /** Sends a signal to its process. */
    default void signal(String name) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("node must have a process of its own: " + name);
    }

    @Override
    void close();
}
