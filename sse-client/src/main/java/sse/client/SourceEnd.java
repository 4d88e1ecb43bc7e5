package sse.client;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link EventSource} ended.
 *
 * <p>Immutable and safe for use by any thread. No method takes or returns null; a null argument causes a
 * {@link NullPointerException} that names the parameter.
 */
public final class SourceEnd {
    private final EndReason reason;
    private final String message;
    private final long attempts;
    private final @Nullable ResponseHead response;
    private final byte[] body;
    private final @Nullable Throwable cause;

    private SourceEnd(Builder from) {
        this.reason = from.reason;
        this.message = from.message;
        this.attempts = from.attempts;
        this.response = from.response;
        this.body = from.body;
        this.cause = from.cause;
    }

    /**
     * Creates a builder.
     *
     * @param reason why the source ended
     * @param message the same in words
     * @return a new builder with nothing else
     */
    public static Builder builder(EndReason reason, String message) {
        return new Builder(Objects.requireNonNull(reason, "reason"), Objects.requireNonNull(message, "message"));
    }

    /**
     * Returns why the source ended.
     *
     * @return the reason
     */
    public EndReason reason() {
        return reason;
    }

    /**
     * Returns the reason in words, for a log line.
     *
     * @return the message
     */
    public String message() {
        return message;
    }

    /**
     * Returns how many attempts to connect the source has made.
     *
     * @return the number of attempts
     */
    public long attempts() {
        return attempts;
    }

    /**
     * Returns the head of the response that ended the source.
     *
     * @return the head; present for {@link EndReason#REFUSED} and after 204
     */
    public Optional<ResponseHead> response() {
        return Optional.ofNullable(response);
    }

    /**
     * Returns the first bytes of the content of the response that refused the stream, without its content coding.
     *
     * @return a copy of at most 8 KiB; empty if there was none
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Returns {@link #body()} as text in UTF-8.
     *
     * @return the text
     */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Returns the exception that ended the source.
     *
     * @return the exception; empty if there was none
     */
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    /**
     * Returns true if nothing went wrong: readers reach the end without an exception.
     *
     * @return true for {@link EndReason#COMPLETED} and {@link EndReason#CLOSED}
     */
    public boolean isOrderly() {
        return reason == EndReason.COMPLETED || reason == EndReason.CLOSED;
    }

    /** Returns the reason and the message. */
    @Override
    public String toString() {
        return "SourceEnd[" + reason + ": " + message + "]";
    }

    /** Builds a {@link SourceEnd}. For use by one thread at a time. */
    public static final class Builder {
        private final EndReason reason;
        private final String message;
        private long attempts;
        private @Nullable ResponseHead response;
        private byte[] body = {};
        private @Nullable Throwable cause;

        private Builder(EndReason reason, String message) {
            this.reason = reason;
            this.message = message;
        }

        /**
         * Sets the number of attempts.
         *
         * @param attempts the number
         * @return this builder
         */
        public Builder attempts(long attempts) {
            this.attempts = attempts;
            return this;
        }

        /**
         * Sets the response.
         *
         * @param response its head
         * @param body the first bytes of its content
         * @return this builder
         */
        public Builder response(ResponseHead response, byte[] body) {
            this.response = Objects.requireNonNull(response, "response");
            this.body = Objects.requireNonNull(body, "body").clone();
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
         * @return the end
         */
        public SourceEnd build() {
            return new SourceEnd(this);
        }
    }
}
