package sse.integration.proxy;

import java.io.IOException;
import java.util.List;

/**
 * A kind of reverse proxy: how it is configured from its block in the guide, and how it is started. Immutable;
 * {@code toString} names it.
 */
interface Proxy {
    /** Returns the name of its program, which is on the {@code PATH} or where Debian installs it. */
    String program();

    /** Returns the language of its blocks in the guide. */
    String language();

    /** Returns the scheme of its configuration as printed. */
    default String scheme() {
        return "https";
    }

    /** Returns true if it closes its connection to the server as soon as its client disconnects. */
    default boolean noticesClientEnd() {
        return true;
    }

    /** Returns true if a client can see that the server has aborted its response. */
    default boolean passesAborts() {
        return true;
    }

    /**
     * Writes its configuration.
     *
     * @return the arguments with which it runs in the foreground
     */
    List<String> configure(Site site) throws IOException;
}
