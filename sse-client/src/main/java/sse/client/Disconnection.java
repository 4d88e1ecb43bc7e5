package sse.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, or one failure to make one: what happened, and what the source would do by itself.
 *
 * <p>Immutable and safe for use by any thread. No method takes or returns null; a null argument causes a
 * {@link NullPointerException} that names the parameter.
 */
public final class Disconnection {
    private final DisconnectReason reason;
    private final long attempt;
    private final int failures;
    private final Duration backoff;
    private final ReconnectDecision recommended;
    private final @Nullable ResponseHead response;
    private final @Nullable Throwable cause;

    private Disconnection(Builder from) {
        this.reason = from.reason;
        this.attempt = from.attempt;
        this.failures = from.failures;
        this.backoff = from.backoff;
        this.recommended = from.recommended;
        this.response = from.response;
        this.cause = from.cause;
    }

    /**
     * Creates a builder, for tests of policies.
     *
     * @param reason why there is no connection
     * @return a new builder of attempt 1, with no failures and no backoff, which recommends to retry
     */
    public static Builder builder(DisconnectReason reason) {
        return new Builder(Objects.requireNonNull(reason, "reason"));
    }

    /**
     * Returns why there is no connection.
     *
     * @return the reason
     */
    public DisconnectReason reason() {
        return reason;
    }

    /**
     * Returns the number of the attempt that has failed, or whose connection has ended.
     *
     * @return the number since the source was created, 1 for the first
     */
    public long attempt() {
        return attempt;
    }

    /**
     * Returns the number of failures in a row, including this one. An orderly end is not a failure, nor is a
     * {@linkplain EventSource#reconnect() reconnect} of the program, and a stream that was open for the
     * {@linkplain EventSource.Builder#healthyAfter healthy time} resets the count.
     *
     * @return the number, 0 after what is not a failure
     */
    public int failures() {
        return failures;
    }

    /**
     * Returns the delay that {@link ReconnectDecision#retry()} leads to, already with its random part.
     *
     * @return the delay
     */
    public Duration backoff() {
        return backoff;
    }

    /**
     * Returns what the source would do without a policy.
     *
     * @return the decision
     */
    public ReconnectDecision recommended() {
        return recommended;
    }

    /**
     * Returns the head of the response.
     *
     * @return the head; empty if none arrived
     */
    public Optional<ResponseHead> response() {
        return Optional.ofNullable(response);
    }

    /**
     * Returns the exception that ended the connection.
     *
     * @return the exception; empty after an orderly end, a refusal and a reconnect of the program
     */
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    /** Returns the parts for a log line. */
    @Override
    public String toString() {
        return "Disconnection[" + reason + ", failures=" + failures
                + (response == null ? "" : ", status=" + response.status())
                + (cause == null ? "" : ", cause=" + cause)
                + ", recommended=" + recommended + "]";
    }

    /** Builds a {@link Disconnection}. For use by one thread at a time. */
    public static final class Builder {
        private final DisconnectReason reason;
        private long attempt = 1;
        private int failures;
        private Duration backoff = Duration.ZERO;
        private ReconnectDecision recommended = ReconnectDecision.retry();
        private @Nullable ResponseHead response;
        private @Nullable Throwable cause;

        private Builder(DisconnectReason reason) {
            this.reason = reason;
        }

        /**
         * Sets the number of the attempt.
         *
         * @param attempt the number
         * @return this builder
         */
        public Builder attempt(long attempt) {
            this.attempt = attempt;
            return this;
        }

        /**
         * Sets the number of failures in a row.
         *
         * @param failures the number
         * @return this builder
         */
        public Builder failures(int failures) {
            this.failures = failures;
            return this;
        }

        /**
         * Sets the delay of a retry.
         *
         * @param backoff the delay
         * @return this builder
         */
        public Builder backoff(Duration backoff) {
            this.backoff = Objects.requireNonNull(backoff, "backoff");
            return this;
        }

        /**
         * Sets what the source would do without a policy.
         *
         * @param recommended the decision
         * @return this builder
         */
        public Builder recommended(ReconnectDecision recommended) {
            this.recommended = Objects.requireNonNull(recommended, "recommended");
            return this;
        }

        /**
         * Sets the head of the response.
         *
         * @param response the head
         * @return this builder
         */
        public Builder response(ResponseHead response) {
            this.response = Objects.requireNonNull(response, "response");
            return this;
        }

        /**
         * Sets the exception.
         *
         * @param cause the exception
         * @return this builder
         */
        public Builder cause(Throwable cause) {
            this.cause = Objects.requireNonNull(cause, "cause");
            return this;
        }

        /**
         * Builds it.
         *
         * @return the disconnection
         */
        public Disconnection build() {
            return new Disconnection(this);
        }
    }
}
