package sse.conformance.internal.server;

import java.io.IOException;

/** The check of a case. */
@FunctionalInterface
public interface Check {
    /**
     * Asks the server.
     *
     * @throws Violation if it does not do what the case demands
     * @throws NotApplicable if it does not offer what the case needs
     * @throws IOException if it closes the connection, or does not answer in time
     */
    void run(ServerUnderTest server) throws Violation, NotApplicable, IOException;
}
