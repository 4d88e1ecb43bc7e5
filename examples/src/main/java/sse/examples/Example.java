package sse.examples;

import java.util.List;
import sse.api.SseServer;

/**
 * A program that {@link Main} can start.
 *
 * @param name what it is chosen by
 * @param routes adds what it serves to a server
 * @param pages what it serves, for people
 */
record Example(String name, Routes routes, List<Page> pages) {
    /** Adds an example's paths to a server that has none. */
    @FunctionalInterface
    interface Routes {
        SseServer.Builder addTo(SseServer.Builder builder);
    }

    /** A path and what is to be found there. */
    record Page(String path, String what) {}
}
