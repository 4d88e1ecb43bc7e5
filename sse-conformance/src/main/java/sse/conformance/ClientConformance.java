package sse.conformance;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import sse.conformance.CaseResult.Outcome;
import sse.conformance.internal.client.CaseServer;
import sse.conformance.internal.client.Script;
import sse.conformance.internal.client.Scripts;
import sse.conformance.internal.client.Verdict;

/**
 * Serves the cases to a client program, and checks what it reports. The program
 *
 * <ol>
 *   <li>gets {@code /cases}: {@code {"cases": [{"name", "stream", "report"}]}}, where the last two are paths;
 *   <li>reads each {@code stream} with the client under test, one after the other or several at once, until the client
 *       has ended: a client that reconnects is answered 204 when there is no more;
 *   <li>posts to {@code report} what the client has handed out, an array of {@code {"type", "data", "lastEventId"}};
 *       the last of them may be absent. It is answered 204.
 * </ol>
 *
 * The streams are those of {@link Cases#decoder()} that do not set a reconnection time above 5 s, each whole and byte
 * by byte, and the conversations of {@code client.json}: what a client requests when streams end, move or are refused.
 * Thread-safe. To be closed. A null argument causes a {@link NullPointerException} that names the parameter.
 */
public final class ClientConformance implements AutoCloseable {
    private final CaseServer server;

    private ClientConformance(CaseServer server) {
        this.server = server;
    }

    /**
     * Starts to serve on the loopback address, on the JDK's server. The system property
     * {@code sun.net.httpserver.nodelay} is set to true unless it is set; if the process has made such a server before
     * without it, streams that are sent byte by byte take longer, and may arrive in larger pieces.
     *
     * @param port the port; 0 for one that is free
     * @return the running server
     * @throws IOException if the port cannot be bound
     * @throws IllegalArgumentException if the port is negative or above 65535
     */
    public static ClientConformance start(int port) throws IOException {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535: " + port);
        }
        return new ClientConformance(CaseServer.start(port, Scripts.all(Cases.decoder())));
    }

    /**
     * Returns where the list of cases is.
     *
     * @return the URI of {@code /cases}
     */
    public URI uri() {
        return server.uri();
    }

    /**
     * Waits until every case has been reported.
     *
     * @param timeout the longest wait
     * @return true if all have been reported, false if the time has passed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean awaitReports(Duration timeout) throws InterruptedException {
        return server.awaitReports(Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * Returns the results so far. A case that has not been reported is skipped. Does not block.
     *
     * @return the results in the order of the list of cases
     */
    public List<CaseResult> results() {
        return server.verdicts().stream().map(ClientConformance::result).toList();
    }

    private static CaseResult result(Verdict verdict) {
        Script script = verdict.script();
        if (!verdict.isReported()) {
            return CaseResult.of(script.name(), Outcome.SKIPPED, "it has not been reported");
        }
        if (verdict.violation().isEmpty()) {
            return CaseResult.passed(script.name());
        }
        return CaseResult.of(script.name(), script.isDemanded() ? Outcome.FAILED : Outcome.WARNED, verdict.violation());
    }

    /** Stops to serve. Has no effect if it is stopped. */
    @Override
    public void close() {
        server.close();
    }
}
