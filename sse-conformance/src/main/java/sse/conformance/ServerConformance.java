package sse.conformance;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sse.conformance.CaseResult.Outcome;
import sse.conformance.internal.server.Checks;
import sse.conformance.internal.server.NotApplicable;
import sse.conformance.internal.server.ServerUnderTest;
import sse.conformance.internal.server.Violation;

/**
 * Checks a server from outside, given the address of a stream: the head that opens it, its framing and first bytes, ids
 * and resuming, other methods, versions and fields. Requests are sent over sockets of its own, about 60 of them.
 *
 * <p>What is checked of ids needs a stream that sends at least two events with ids in the {@linkplain #withListening
 * time} for which it is listened to, and keeps them; otherwise these cases are skipped. Immutable and thread-safe. A
 * null argument causes a {@link NullPointerException} that names the parameter.
 */
public final class ServerConformance {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DEFAULT_LISTENING = Duration.ofSeconds(3);
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    private final URI stream;
    private final Optional<URI> gone;
    private final Duration timeout;
    private final Duration listening;

    private ServerConformance(URI stream, Optional<URI> gone, Duration timeout, Duration listening) {
        this.stream = stream;
        this.gone = gone;
        this.timeout = timeout;
        this.listening = listening;
    }

    /**
     * Creates a check of a server.
     *
     * @param stream the URI of a stream, of scheme {@code http} or {@code https}
     * @return the check, with a timeout of 10 s that listens for 3 s
     * @throws IllegalArgumentException if the URI has another scheme or no host
     */
    public static ServerConformance of(URI stream) {
        return new ServerConformance(
                requireHttp(stream, "stream"), Optional.empty(), DEFAULT_TIMEOUT, DEFAULT_LISTENING);
    }

    /**
     * Adds the address of what is answered 204, which tells clients to stop reconnecting.
     *
     * @param uri a URI of scheme {@code http} or {@code https}
     * @return a new check
     * @throws IllegalArgumentException if the URI has another scheme or no host
     */
    public ServerConformance withGone(URI uri) {
        return new ServerConformance(stream, Optional.of(requireHttp(uri, "uri")), timeout, listening);
    }

    /**
     * Sets how long to wait for a connection and for a head.
     *
     * @param limit the limit, from 1 ms to an hour; the default is 10 s
     * @return a new check
     * @throws IllegalArgumentException if the limit is out of range
     */
    public ServerConformance withTimeout(Duration limit) {
        return new ServerConformance(stream, gone, requireRange(limit, "limit"), listening);
    }

    /**
     * Sets how long to listen to the stream. It is read up to its third event with an id, its end, or 64 KiB.
     *
     * @param time the time, from 1 ms to an hour; the default is 3 s
     * @return a new check
     * @throws IllegalArgumentException if the time is out of range
     */
    public ServerConformance withListening(Duration time) {
        return new ServerConformance(stream, gone, timeout, requireRange(time, "time"));
    }

    /**
     * Runs every case. Blocks as long as the server makes it wait, within the timeout.
     *
     * @return the results in the order of {@link Cases#server()}
     */
    public List<CaseResult> run() {
        ServerUnderTest server = new ServerUnderTest(stream, gone, timeout, listening);
        return Cases.server().stream().map(tested -> run(tested, server)).toList();
    }

    /**
     * Runs one case.
     *
     * @param tested the case
     * @return its result
     */
    public CaseResult run(ServerCase tested) {
        return run(Objects.requireNonNull(tested, "tested"), new ServerUnderTest(stream, gone, timeout, listening));
    }

    private static CaseResult run(ServerCase tested, ServerUnderTest server) {
        Outcome bad = tested.level() == Level.MUST ? Outcome.FAILED : Outcome.WARNED;
        try {
            Checks.of(tested.name()).run(server);
            return CaseResult.passed(tested.name());
        } catch (NotApplicable reason) {
            return CaseResult.of(tested.name(), Outcome.SKIPPED, String.valueOf(reason.getMessage()));
        } catch (Violation violation) {
            return CaseResult.of(tested.name(), bad, String.valueOf(violation.getMessage()));
        } catch (IOException failure) {
            return CaseResult.of(tested.name(), bad, "expected an answer, got " + failure);
        }
    }

    private static URI requireHttp(URI uri, String parameter) {
        Objects.requireNonNull(uri, parameter);
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(parameter + " must be of scheme http or https, with a host: " + uri);
        }
        return uri;
    }

    private static Duration requireRange(Duration duration, String parameter) {
        Objects.requireNonNull(duration, parameter);
        if (duration.toMillis() < 1 || duration.compareTo(MAX_WAIT) > 0) {
            throw new IllegalArgumentException(parameter + " must be from 1 ms to an hour: " + duration);
        }
        return duration;
    }
}
