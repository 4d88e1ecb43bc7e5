package sse.api;

import java.util.Objects;

/**
 * The decision about a request for a stream, before the stream opens. Immutable and thread-safe.
 *
 * <p>No method takes or returns {@code null}.
 */
public final class Admission {
    private static final Admission ACCEPT = new Admission(Response.of(200), true);
    private static final Admission STOP = new Admission(Response.of(204), false);

    private final Response response;
    private final boolean accepted;

    private Admission(Response response, boolean accepted) {
        this.response = response;
        this.accepted = accepted;
    }

    /**
     * Opens the stream.
     *
     * @return the decision
     */
    public static Admission accept() {
        return ACCEPT;
    }

    /**
     * Opens no stream and answers with a status. A browser's {@code EventSource} does not reconnect after any status
     * but 200; it follows redirects.
     *
     * @param status the status, 201 to 599
     * @return the decision
     * @throws IllegalArgumentException if the status is out of range
     */
    public static Admission reject(int status) {
        return reject(Response.of(status));
    }

    /**
     * Opens no stream and answers with a response.
     *
     * @param response the response, with any status but 200
     * @return the decision
     * @throws IllegalArgumentException if the status is 200, which the client would take for a stream
     */
    public static Admission reject(Response response) {
        Objects.requireNonNull(response, "response");
        if (response.status() == 200) {
            throw new IllegalArgumentException("status of a rejection must not be 200: 200");
        }
        return new Admission(response, false);
    }

    /**
     * Opens no stream and answers with 204, after which an {@code EventSource} does not reconnect (WHATWG HTML section
     * 9.2.3).
     *
     * @return the decision
     */
    public static Admission stop() {
        return STOP;
    }

    /**
     * Returns true if the stream opens.
     *
     * @return true if the stream opens
     */
    public boolean isAccepted() {
        return accepted;
    }

    /**
     * Returns the response that is sent instead of a stream.
     *
     * @return the response; meaningless if {@link #isAccepted()}
     */
    public Response response() {
        return response;
    }

    /** Returns a short description of the decision. */
    @Override
    public String toString() {
        return accepted ? "accept" : "reject " + response.status();
    }
}
