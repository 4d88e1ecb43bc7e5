package sse.api.internal.topic;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import sse.api.Event;
import sse.api.LagPolicy;
import sse.api.Ticker;
import sse.api.internal.history.CompactedEntries;
import sse.api.internal.history.CompactedLog;
import sse.api.internal.history.EntryId;
import sse.api.internal.history.Retention;
import sse.api.internal.history.RingLog;
import sse.api.internal.history.Sequence;
import sse.api.internal.subscription.CatchUpReader;
import sse.api.internal.subscription.CompactedReplay;
import sse.api.internal.subscription.FullReplay;
import sse.api.spi.EventLog;
import sse.api.spi.Frame;
import sse.api.spi.LogEntry;

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
        EventLog events,
        CatchUpReader reader,
        Optional<RingLog> transientLog,
        LongFunction<Optional<EntryId>> evictedIdBefore) {
    /** Creates a topic's log from one that a user has implemented. */
    static TopicLog of(EventLog log, LagPolicy policy) {
        return new TopicLog(log, new FullReplay(log, policy), Optional.empty(), position -> Optional.empty());
    }

    /** Creates a log that retains events in memory. */
    static TopicLog inMemory(Retention retention, Ticker ticker, LagPolicy policy) {
        RingLog log = new RingLog(Sequence.ofProcess(), retention, ticker);
        return new TopicLog(log, new FullReplay(log, policy), Optional.empty(), log::idBefore);
    }

    /** Creates a log that holds an event only until every lane has read it. */
    static TopicLog withoutHistory(Ticker ticker, LagPolicy policy) {
        RingLog log = new RingLog(Sequence.ofProcess(), Retention.UNTIL_READ, ticker);
        return new TopicLog(log, new FullReplay(log, policy), Optional.of(log), log::idBefore);
    }

    /** Creates a log that retains the latest event of each key. */
    static TopicLog compacted(
            Function<? super Event, String> key, CompactedEntries latest, Ticker ticker, Optional<Event> gapEvent) {
        RingLog live = new RingLog(Sequence.ofProcess(), Retention.UNTIL_READ, ticker);
        CompactedLog log = new CompactedLog(Sequence.ofProcess(), key, live, latest);
        CatchUpReader reader = new CompactedReplay(latest, gapEvent.map(Frame::of));
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
