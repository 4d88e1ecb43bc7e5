package sse.examples;

import java.io.IOException;
import java.util.List;
import sse.api.SseServer;

/**
 * A program that {@link Main} starts.
 *
 * @param name what it is chosen by
 * @param starter starts it
 * @param pages what it serves, for people
 */
public record Example(String name, Starter starter, List<Page> pages) {
    /** Starts an example on a server of its own. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Adds the example's paths to a server and starts both.
         *
         * @param builder a builder with a port and no paths
         * @return the running server; the example ends with it
         * @throws IOException if the port cannot be bound
         */
        SseServer start(SseServer.Builder builder) throws IOException;
    }

    /**
     * A path and what is to be found there.
     *
     * @param path the path
     * @param what a description of it
     */
    public record Page(String path, String what) {}
}
