package sse.api.internal.subscription;

import java.util.Optional;
import java.util.OptionalLong;
import sse.api.GapPolicy;
import sse.api.internal.history.IdStatus;
import sse.api.spi.history.EntryId;

/**
 * A topic whose events a {@link HistoryReplay} sends before its subscription starts. Used on the stream's lane, but for
 * what is said to be for any thread.
 */
public interface ReplayedTopic {
    /** Returns the topic's name in the log. Any thread. */
    String name();

    /** Returns the subscription, which has not started. Any thread. */
    TopicSubscription subscription();

    /** Returns true if the subscription is to start. Ends it if the topic is closed. */
    boolean isAwaited();

    /** Returns how a client is notified if events are lost. */
    Optional<GapSign> gapSign();

    /** Returns where a client continues after a gap. */
    GapPolicy gapPolicy();

    /** Skips what was published before the subscription was made. */
    void skipToLive();

    /**
     * Returns true if an entry is one that the stream does not receive, because it skips to a later one. Any thread.
     */
    boolean isSkipped(EntryId id);

    /** Returns what the topic's log in memory knows of an id. */
    IdStatus status(EntryId id);

    /** Returns the position after an id in the topic's log in memory; empty if something that follows is not there. */
    OptionalLong positionAfter(EntryId id);

    /** Starts the subscription as the gap policy says, and notifies the client of a loss. */
    void startAfterGap(Loss loss);

    /** Starts the subscription at a position of the log in memory. */
    void start(long position);
}
