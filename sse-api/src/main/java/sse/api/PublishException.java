package sse.api;

import java.util.Objects;

/**
 * Thrown when an event could not be published with the durability that its hub promises. Nothing was delivered by the
 * call that failed.
 */
public final class PublishException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is known about the events of the failed call. */
    public enum Outcome {
        /** None of them was stored: they may be published again. */
        NOT_STORED,

        /**
         * It is not known whether they were stored. They may still be delivered; published again they may be delivered
         * twice.
         */
        UNKNOWN
    }

    private final Outcome outcome;

    /**
     * Makes an exception.
     *
     * @param outcome what is known about the events
     * @param message what happened
     * @param cause why; also returned by {@link #getCause}
     */
    public PublishException(Outcome outcome, String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), Objects.requireNonNull(cause, "cause"));
        this.outcome = Objects.requireNonNull(outcome, "outcome");
    }

    /**
     * Makes an exception without a cause.
     *
     * @param outcome what is known about the events
     * @param message what happened
     */
    public PublishException(Outcome outcome, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.outcome = Objects.requireNonNull(outcome, "outcome");
    }

    /**
     * Returns what is known about the events.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }
}
