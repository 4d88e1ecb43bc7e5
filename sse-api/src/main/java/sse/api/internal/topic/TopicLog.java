package sse.api.internal.topic;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import sse.api.Event;
import sse.api.IdOrder;
import sse.api.internal.history.CompactedEntries;
import sse.api.internal.history.CompactedLog;
import sse.api.internal.history.CompactionLimits;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.LogEntry;
import sse.api.internal.history.NumberedId;
import sse.api.internal.history.Retention;
import sse.api.internal.history.RingLog;
import sse.api.internal.history.Sequence;
import sse.api.internal.subscription.CatchUpReader;
import sse.api.internal.subscription.CompactedReplay;
import sse.api.internal.subscription.FullReplay;
import sse.api.internal.subscription.Loss;

/**
 * The log of a topic and how it is read.
 *
 * @param events the log
 * @param reader how subscriptions that are not in step read it
 * @param live the part from which subscriptions in step are served; empty if the log is of another kind
 * @param isTransient true if the live part holds events only until every lane has read them: all of a log without
 *     history, the live part of a compacted topic
 * @param newClientEvent returns what a client without an id is sent first, if anything
 * @param otherIdBefore returns the id from which a client resumes at a position if the entry before is not retained, as
 *     far as it is known
 */
record TopicLog(
        EntryLog events,
        CatchUpReader reader,
        Optional<RingLog> live,
        boolean isTransient,
        Supplier<Optional<Event>> newClientEvent,
        LongFunction<Optional<NumberedId>> otherIdBefore) {
    /** Creates a topic's log over another implementation. */
    static TopicLog of(EntryLog log, TopicConfig config) {
        return new TopicLog(
                log, replay(log, config), Optional.empty(), false, Optional::empty, position -> Optional.empty());
    }

    /** Creates a topic's log over that of a run. A new client is notified if the beginning is no longer retained. */
    static TopicLog ofRun(EntryLog log, TopicConfig config) {
        Supplier<Optional<Event>> newClientEvent = () -> log.tail() > 0
                ? config.gapSign().map(sign -> sign.eventOf(Loss.trimmed(log.tail())))
                : Optional.empty();
        return new TopicLog(
                log, replay(log, config), Optional.empty(), false, newClientEvent, position -> Optional.empty());
    }

    /** Creates a log over the entries in memory of a topic in the log of its hub. */
    static TopicLog inHubLog(RingLog window, TopicConfig config) {
        return new TopicLog(
                window, replay(window, config), Optional.of(window), false, Optional::empty, window::idBefore);
    }

    /** Creates a log in memory. */
    static TopicLog inMemory(Sequence sequence, TopicDefinition definition) {
        if (definition.compaction().isPresent()) {
            return compacted(sequence, definition, definition.compaction().get());
        }
        IdOrder order = definition.config().resuming().idOrder();
        RingLog log =
                new RingLog(sequence, definition.retention().orElse(Retention.UNTIL_READ), definition.ticker(), order);
        boolean isTransient = definition.retention().isEmpty();
        return new TopicLog(
                log,
                replay(log, definition.config()),
                Optional.of(log),
                isTransient,
                Optional::empty,
                position -> log.idBefore(position)
                        .or(() -> order == IdOrder.UNORDERED
                                ? idBeforeFirst(sequence, log, position)
                                : Optional.empty()));
    }

    private static FullReplay replay(EntryLog log, TopicConfig config) {
        return new FullReplay(log, config.lagPolicy(), config.gapSign(), config.gapPolicy());
    }

    private static TopicLog compacted(
            Sequence sequence, TopicDefinition definition, TopicDefinition.Compaction compaction) {
        CompactedEntries latest = new CompactedEntries(
                sequence, new CompactionLimits(compaction.maxKeys(), compaction.maxBytes(), definition.ticker()));
        RingLog live = new RingLog(sequence, Retention.UNTIL_READ, definition.ticker());
        CompactedLog log = new CompactedLog(sequence, compaction.keys(), live, latest);
        return new TopicLog(
                log,
                new CompactedReplay(latest, definition.config().gapSign()),
                Optional.of(live),
                true,
                () -> latest.isIncomplete() ? compaction.incompleteEvent() : Optional.empty(),
                position -> idBeforeFirst(sequence, log, position));
    }

    /** Returns an id for the position of the first entry, before which there is none: one of the common sequence. */
    private static Optional<NumberedId> idBeforeFirst(Sequence sequence, EntryLog log, long position) {
        long number = sequence.last(); // In this order: what is appended after this has a larger number.
        if (position == 0 && log.head() > 0) {
            LogEntry[] first = new LogEntry[1];
            number = log.read(0, first) == 1 ? first[0].sequence() - 1 : -1;
        }
        return position == 0 && number >= 0
                ? Optional.of(new NumberedId(sequence.idOf(number), number))
                : Optional.empty();
    }

    /**
     * Returns true if the log retains events that every lane has read. If not, a subscription cannot start before the
     * position at which it was made or at which its lane is, because the events before may be evicted at any moment.
     */
    boolean hasHistory() {
        return !isTransient || live.orElseThrow() != events;
    }

    /**
     * Returns the id of the newest entry before a position, also if it is no longer retained, as far as known; before
     * the first entry, an id from which a client resumes with that.
     */
    Optional<NumberedId> idBefore(long position) {
        LogEntry[] before = new LogEntry[1];
        if (position > 0 && events.read(position - 1, before) == 1) {
            return Optional.of(new NumberedId(before[0].id(), before[0].sequence()));
        }
        return otherIdBefore.apply(position);
    }
}
