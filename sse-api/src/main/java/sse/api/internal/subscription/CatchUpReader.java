package sse.api.internal.subscription;

import java.util.Optional;
import sse.api.internal.history.LogEntry;

/** How a subscription that is not in step reads a topic's log. Confined to the stream's lane. */
public interface CatchUpReader {
    /**
     * Reads the next entries of a subscription, up to a position. The subscription passes over entries that its stream
     * does not receive.
     *
     * @param until where to stop, at most the log's head
     * @return how many entries were read; zero if there are no more, if the stream was aborted, or if a gap event is
     *     pending
     */
    int read(TopicSubscription subscription, long until, LogEntry[] into);

    /** Returns true if the stream has to be sent a gap event before anything else. */
    default boolean hasPendingGap(TopicSubscription subscription) {
        return false;
    }

    /**
     * Advances past a pending gap. Returns what the stream is notified of before anything else; empty if no gap is
     * pending, or if the topic has no gap event.
     */
    default Optional<GapNotice> passGap(TopicSubscription subscription) {
        return Optional.empty();
    }

    /** Returns true if the log may have more entries, before a position, after the last one of a short read. */
    default boolean mayHaveMore(LogEntry last, long until) {
        return false;
    }

    /** Checks a subscription periodically, also if its connection accepts nothing. */
    void check(TopicSubscription subscription);
}
