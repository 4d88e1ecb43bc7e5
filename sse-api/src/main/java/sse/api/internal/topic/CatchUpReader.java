package sse.api.internal.topic;

import sse.api.spi.LogEntry;

/**
 * What a stream gets of a topic while it is not in step with the others: how it comes up to where they are. Used on the
 * stream's lane.
 */
interface CatchUpReader {
    /**
     * Reads what comes next for a cursor, up to a position; what the stream will not get the cursor passes over.
     *
     * @param until where to stop, at most the log's head
     * @return how many entries were read; zero if nothing is left, if the stream has been cut off, or if it has to be
     *     told something first
     */
    int read(TopicSubscription cursor, long until, LogEntry[] into);

    /** Says whether a cursor's stream has to be told something before anything that comes next. */
    default boolean hasToTell(TopicSubscription cursor) {
        return false;
    }

    /** Tells it, if it has to. Returns whether something has been put before all that is composed from now on. */
    default boolean tell(TopicSubscription cursor) {
        return false;
    }

    /** Says whether more may follow in the log, before a position, on the last entry of a batch that is not full. */
    default boolean mayHaveMore(LogEntry last, long until) {
        return false;
    }

    /** Looks after a cursor whose stream takes nothing. */
    void check(TopicSubscription cursor);
}
