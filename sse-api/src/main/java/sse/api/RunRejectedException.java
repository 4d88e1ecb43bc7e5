package sse.api;

import java.util.Objects;

/**
 * Thrown when a run cannot be started because a limit of its {@link Runs} is reached by runs that are running, or
 * because the executor has rejected its producer. Nothing has been started: the client may try again later.
 *
 * @see Runs#reply(String, Request, RunProducer)
 */
public final class RunRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param message the limit and the value
     */
    public RunRejectedException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }

    /**
     * Makes an exception.
     *
     * @param message what was rejected
     * @param cause why; also returned by {@link #getCause}
     */
    public RunRejectedException(String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), Objects.requireNonNull(cause, "cause"));
    }
}
