package sse.api.internal.history;

import java.time.Duration;

/**
 * Limits on what a log retains.
 *
 * @param events the maximum number of events
 * @param bytes the maximum size of the events in memory
 * @param age the maximum age of an event
 */
public record Retention(int events, long bytes, Duration age) {
    /** The limits of a log that holds events only until every lane has read them: how far a lane may fall behind. */
    public static final Retention UNTIL_READ = new Retention(1024, 1 << 20, Duration.ofSeconds(10));
}
