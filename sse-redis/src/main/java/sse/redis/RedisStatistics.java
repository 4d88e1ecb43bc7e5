package sse.redis;

/** What a {@link RedisBackplane} has done since it was connected. Immutable. */
public final class RedisStatistics {
    private final boolean up;
    private final long publishedEvents;
    private final long failedBatches;
    private final long repeatedAttempts;
    private final long disconnects;
    private final long entriesRolledBack;
    private final long entriesLost;
    private final long resets;

    RedisStatistics(Counters counters) {
        this.up = counters.up;
        this.publishedEvents = counters.publishedEvents.sum();
        this.failedBatches = counters.failedBatches.sum();
        this.repeatedAttempts = counters.repeatedAttempts.sum();
        this.disconnects = counters.disconnects.sum();
        this.entriesRolledBack = counters.entriesRolledBack.sum();
        this.entriesLost = counters.entriesLost.sum();
        this.resets = counters.resets.sum();
    }

    /**
     * Returns true if the broker can be read.
     *
     * @return whether events are delivered
     */
    public boolean isUp() {
        return up;
    }

    /**
     * Returns how many events of this process the broker has stored.
     *
     * @return the number of events
     */
    public long publishedEvents() {
        return publishedEvents;
    }

    /**
     * Returns how many batches ended with a {@link sse.api.PublishException}.
     *
     * @return the number of batches
     */
    public long failedBatches() {
        return failedBatches;
    }

    /**
     * Returns how often a batch was sent again.
     *
     * @return the number of attempts
     */
    public long repeatedAttempts() {
        return repeatedAttempts;
    }

    /**
     * Returns how often the broker could not be read any more.
     *
     * @return the number of times
     */
    public long disconnects() {
        return disconnects;
    }

    /**
     * Returns how many entries this process had received that a failover or a restart lost.
     *
     * @return the number of entries
     */
    public long entriesRolledBack() {
        return entriesRolledBack;
    }

    /**
     * Returns how many entries were trimmed before this process could read them.
     *
     * @return the number of entries
     */
    public long entriesLost() {
        return entriesLost;
    }

    /**
     * Returns how often the log was another one.
     *
     * @return the number of times
     */
    public long resets() {
        return resets;
    }

    @Override
    public String toString() {
        return "RedisStatistics[" + (up ? "up" : "down") + ", " + publishedEvents + " published, " + failedBatches
                + " batches failed, " + repeatedAttempts + " repeated, " + disconnects + " disconnects, "
                + entriesRolledBack + " rolled back, " + entriesLost + " lost, " + resets + " resets]";
    }
}
