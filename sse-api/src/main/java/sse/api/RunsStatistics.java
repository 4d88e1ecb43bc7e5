package sse.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many runs there are, and what has become of starts. Immutable and safe for use by any thread.
 *
 * @see Runs#statistics()
 */
public final class RunsStatistics {
    private final int running;
    private final int ended;
    private final long retainedBytes;
    private final long started;
    private final long rejected;
    private final long evicted;

    private RunsStatistics(Builder from) {
        this.running = from.running;
        this.ended = from.ended;
        this.retainedBytes = from.retainedBytes;
        this.started = from.started;
        this.rejected = from.rejected;
        this.evicted = from.evicted;
    }

    /**
     * Creates a builder in which everything is zero, for tests of programs that read statistics.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns how many runs are running.
     *
     * @return the number, now
     */
    public int running() {
        return running;
    }

    /**
     * Returns how many runs have ended and are retained.
     *
     * @return the number, now
     */
    public int ended() {
        return ended;
    }

    /**
     * Returns what all runs take in memory, as {@link Runs.Builder#maxBytes} counts it.
     *
     * @return the approximate number of bytes
     */
    public long retainedBytes() {
        return retainedBytes;
    }

    /**
     * Returns how many runs were started.
     *
     * @return the number; it never decreases
     */
    public long started() {
        return started;
    }

    /**
     * Returns how many starts were rejected because a limit was reached.
     *
     * @return the number; it never decreases
     */
    public long rejected() {
        return rejected;
    }

    /**
     * Returns how many runs were removed before their retention was over, because room was needed.
     *
     * @return the number; it never decreases
     */
    public long evicted() {
        return evicted;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RunsStatistics that
                && running == that.running
                && ended == that.ended
                && retainedBytes == that.retainedBytes
                && started == that.started
                && rejected == that.rejected
                && evicted == that.evicted;
    }

    @Override
    public int hashCode() {
        return Objects.hash(running, ended, retainedBytes, started, rejected, evicted);
    }

    /** Returns all values. */
    @Override
    public String toString() {
        return "RunsStatistics[running=" + running + ", ended=" + ended + ", retainedBytes=" + retainedBytes
                + ", started=" + started + ", rejected=" + rejected + ", evicted=" + evicted + "]";
    }

    /** Builds {@link RunsStatistics}. For use by one thread at a time. */
    public static final class Builder {
        private int running;
        private int ended;
        private long retainedBytes;
        private long started;
        private long rejected;
        private long evicted;

        private Builder() {}

        /**
         * Sets the number of runs that are running.
         *
         * @param running see {@link RunsStatistics#running}
         * @return this builder
         */
        public Builder running(int running) {
            this.running = running;
            return this;
        }

        /**
         * Sets the number of runs that have ended.
         *
         * @param ended see {@link RunsStatistics#ended}
         * @return this builder
         */
        public Builder ended(int ended) {
            this.ended = ended;
            return this;
        }

        /**
         * Sets the memory of all runs.
         *
         * @param retainedBytes see {@link RunsStatistics#retainedBytes}
         * @return this builder
         */
        public Builder retainedBytes(long retainedBytes) {
            this.retainedBytes = retainedBytes;
            return this;
        }

        /**
         * Sets the number of runs that were started.
         *
         * @param started see {@link RunsStatistics#started}
         * @return this builder
         */
        public Builder started(long started) {
            this.started = started;
            return this;
        }

        /**
         * Sets the number of rejected starts.
         *
         * @param rejected see {@link RunsStatistics#rejected}
         * @return this builder
         */
        public Builder rejected(long rejected) {
            this.rejected = rejected;
            return this;
        }

        /**
         * Sets the number of evicted runs.
         *
         * @param evicted see {@link RunsStatistics#evicted}
         * @return this builder
         */
        public Builder evicted(long evicted) {
            this.evicted = evicted;
            return this;
        }

        /**
         * Builds the statistics.
         *
         * @return the statistics
         */
        public RunsStatistics build() {
            return new RunsStatistics(this);
        }
    }
}
