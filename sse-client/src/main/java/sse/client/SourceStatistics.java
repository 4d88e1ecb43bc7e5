package sse.client;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EventSource} has done since it was created. The counts are read one after another, so they may differ
 * by what has happened in between.
 *
 * <p>Immutable and safe for use by any thread. No method takes or returns null; a null argument causes a
 * {@link NullPointerException} that names the parameter.
 */
public final class SourceStatistics {
    private final long attempts;
    private final long connections;
    private final long events;
    private final long bytes;
    private final @Nullable Throwable lastError;

    private SourceStatistics(Builder from) {
        this.attempts = from.attempts;
        this.connections = from.connections;
        this.events = from.events;
        this.bytes = from.bytes;
        this.lastError = from.lastError;
    }

    /**
     * Creates a builder in which everything is zero or empty, for tests of programs that read statistics.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the number of attempts to connect. An attempt that was redirected counts once.
     *
     * @return the number
     */
    public long attempts() {
        return attempts;
    }

    /**
     * Returns the number of event streams that were opened.
     *
     * @return the number
     */
    public long connections() {
        return connections;
    }

    /**
     * Returns the number of events that were decoded.
     *
     * @return the number
     */
    public long events() {
        return events;
    }

    /**
     * Returns the number of bytes of content that were received, before decompression.
     *
     * @return the number
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Returns the exception of the latest disconnection that had one.
     *
     * @return the exception; empty if there was none
     */
    public Optional<Throwable> lastError() {
        return Optional.ofNullable(lastError);
    }

    /** Returns the figures for a log line. */
    @Override
    public String toString() {
        return "SourceStatistics[attempts=" + attempts + ", connections=" + connections + ", events=" + events
                + ", bytes=" + bytes + ", lastError=" + lastError + "]";
    }

    /** Builds {@link SourceStatistics}. For use by one thread at a time. */
    public static final class Builder {
        private long attempts;
        private long connections;
        private long events;
        private long bytes;
        private @Nullable Throwable lastError;

        private Builder() {}

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
         * Sets the number of event streams that were opened.
         *
         * @param connections the number
         * @return this builder
         */
        public Builder connections(long connections) {
            this.connections = connections;
            return this;
        }

        /**
         * Sets the number of events.
         *
         * @param events the number
         * @return this builder
         */
        public Builder events(long events) {
            this.events = events;
            return this;
        }

        /**
         * Sets the number of bytes.
         *
         * @param bytes the number
         * @return this builder
         */
        public Builder bytes(long bytes) {
            this.bytes = bytes;
            return this;
        }

        /**
         * Sets the latest exception.
         *
         * @param lastError the exception
         * @return this builder
         */
        public Builder lastError(Throwable lastError) {
            this.lastError = Objects.requireNonNull(lastError, "lastError");
            return this;
        }

        /**
         * Builds them.
         *
         * @return the statistics
         */
        public SourceStatistics build() {
            return new SourceStatistics(this);
        }
    }
}
