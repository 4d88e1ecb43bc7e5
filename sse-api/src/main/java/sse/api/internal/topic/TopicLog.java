package sse.api.internal.topic;

import java.util.Optional;
import java.util.function.LongFunction;
import sse.api.LagPolicy;
import sse.api.internal.history.CompactedEntries;
import sse.api.internal.history.CompactedLog;
import sse.api.internal.history.EntryId;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.LogEntry;
import sse.api.internal.history.Retention;
import sse.api.internal.history.RingLog;
import sse.api.internal.history.Sequence;
import sse.api.internal.subscription.CatchUpReader;
import sse.api.internal.subscription.CompactedReplay;
import sse.api.internal.subscription.FullReplay;
import sse.api.spi.Frame;

/**
 * The log of a topic and how it is read.
 *
 * @param events the log
 * @param reader how subscriptions that are not in step read it
 * @param transientLog the part that holds events only until every lane has read them: all of it without history, the
 *     live part of a compacted topic
 * @param evictedIdBefore returns the id of the newest entry before a position if that has been evicted and is known
 */
record TopicLog(
        EntryLog events,
        CatchUpReader reader,
        Optional<RingLog> transientLog,
        LongFunction<Optional<EntryId>> evictedIdBefore) {
    /** Creates a topic's log over another implementation. */
    static TopicLog of(EntryLog log, LagPolicy policy) {
        return new TopicLog(log, new FullReplay(log, policy), Optional.empty(), position -> Optional.empty());
    }

    /** Creates a log over the entries in memory of a topic in the log of its hub. */
    static TopicLog inHubLog(RingLog window, LagPolicy policy) {
        return new TopicLog(window, new FullReplay(window, policy), Optional.empty(), window::idBefore);
    }

    /** Creates a log in memory. */
    static TopicLog inMemory(Sequence sequence, TopicDefinition definition) {
        if (definition.compaction().isPresent()) {
            return compacted(sequence, definition, definition.compaction().get());
        }
        RingLog log = new RingLog(sequence, definition.retention().orElse(Retention.UNTIL_READ), definition.ticker());
        CatchUpReader reader = new FullReplay(log, definition.config().lagPolicy());
        Optional<RingLog> transientLog = definition.retention().isPresent() ? Optional.empty() : Optional.of(log);
        return new TopicLog(log, reader, transientLog, log::idBefore);
    }

    private static TopicLog compacted(
            Sequence sequence, TopicDefinition definition, TopicDefinition.Compaction compaction) {
        CompactedEntries latest = new CompactedEntries(compaction.maxKeys(), compaction.maxBytes());
        RingLog live = new RingLog(sequence, Retention.UNTIL_READ, definition.ticker());
        CompactedLog log = new CompactedLog(sequence, compaction.key(), live, latest);
        CatchUpReader reader =
                new CompactedReplay(latest, definition.config().gapEvent().map(Frame::of));
        return new TopicLog(log, reader, Optional.of(live), position -> Optional.empty());
    }

    /**
     * Returns true if the log retains events that every lane has read. If not, a subscription cannot start before the
     * position at which it was made or at which its lane is, because the events before may be evicted at any moment.
     */
    boolean hasHistory() {
        return transientLog.isEmpty() || transientLog.get() != events;
    }

    /** Returns the id of the newest entry before a position, also if it is no longer retained, as far as known. */
    Optional<EntryId> idBefore(long position) {
        LogEntry[] before = new LogEntry[1];
        if (position > 0 && events.read(position - 1, before) == 1) {
            return Optional.of(new EntryId(before[0].id(), before[0].sequence()));
        }
        return evictedIdBefore.apply(position);
    }
}
