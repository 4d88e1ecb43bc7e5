package sse.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a topic retains, and how far its subscribers are behind. Immutable and safe for use by any thread.
 *
 * @see Topic#statistics()
 */
public final class TopicStatistics {
    private final int subscribers;
    private final long retainedEvents;
    private final long retainedBytes;
    private final long laneLag;

    private TopicStatistics(Builder from) {
        this.subscribers = from.subscribers;
        this.retainedEvents = from.retainedEvents;
        this.retainedBytes = from.retainedBytes;
        this.laneLag = from.laneLag;
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
     * Returns how many streams are subscribed.
     *
     * @return the number of subscriptions
     */
    public int subscribers() {
        return subscribers;
    }

    /**
     * Returns how many events are in memory for subscribers that are in step or resume.
     *
     * @return the number; of a compacted topic, of the events that not all lanes have read
     */
    public long retainedEvents() {
        return retainedEvents;
    }

    /**
     * Returns what these events take in memory, as {@link Topic.Builder#historyBytes} counts it.
     *
     * @return the approximate number of bytes
     */
    public long retainedBytes() {
        return retainedBytes;
    }

    /**
     * Returns by how many events the slowest lane is behind: how many of the newest events have not been passed to
     * every subscriber that keeps up. Subscribers that have lost events, or that resume, count again when they are in
     * step. A lag that comes near the size of the history means that events are published faster than they can be
     * delivered: publish with a {@linkplain Topic#publish(Event, java.time.Duration) timeout}, or retain more.
     *
     * @return the number of events; may be larger than the truth for a moment, not smaller
     */
    public long laneLag() {
        return laneLag;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicStatistics that
                && subscribers == that.subscribers
                && retainedEvents == that.retainedEvents
                && retainedBytes == that.retainedBytes
                && laneLag == that.laneLag;
    }

    @Override
    public int hashCode() {
        return Objects.hash(subscribers, retainedEvents, retainedBytes, laneLag);
    }

    /** Returns all values. */
    @Override
    public String toString() {
        return "TopicStatistics[subscribers=" + subscribers + ", retainedEvents=" + retainedEvents + ", retainedBytes="
                + retainedBytes + ", laneLag=" + laneLag + "]";
    }

    /** Builds {@link TopicStatistics}. For use by one thread at a time. */
    public static final class Builder {
        private int subscribers;
        private long retainedEvents;
        private long retainedBytes;
        private long laneLag;

        private Builder() {}

        /**
         * Sets the number of subscriptions.
         *
         * @param subscribers see {@link TopicStatistics#subscribers}
         * @return this builder
         */
        public Builder subscribers(int subscribers) {
            this.subscribers = subscribers;
            return this;
        }

        /**
         * Sets the number of retained events.
         *
         * @param retainedEvents see {@link TopicStatistics#retainedEvents}
         * @return this builder
         */
        public Builder retainedEvents(long retainedEvents) {
            this.retainedEvents = retainedEvents;
            return this;
        }

        /**
         * Sets the memory of the retained events.
         *
         * @param retainedBytes see {@link TopicStatistics#retainedBytes}
         * @return this builder
         */
        public Builder retainedBytes(long retainedBytes) {
            this.retainedBytes = retainedBytes;
            return this;
        }

        /**
         * Sets the distance of the slowest lane.
         *
         * @param laneLag see {@link TopicStatistics#laneLag}
         * @return this builder
         */
        public Builder laneLag(long laneLag) {
            this.laneLag = laneLag;
            return this;
        }

        /**
         * Builds the statistics.
         *
         * @return the statistics
         */
        public TopicStatistics build() {
            return new TopicStatistics(this);
        }
    }
}
