package sse.api.internal.history;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import sse.api.Event;
import sse.api.internal.history.CompactedEntries.Kind;

/**
 * The log of a compacted topic: a subscriber that keeps up reads every event, from a log that drops what all of these
 * have read; any other subscriber reads the newest event of each key. Thread-safe. The function that returns an event's
 * key is user code: it runs in the publisher's call, before anything is appended, without a lock.
 */
public final class CompactedLog implements EntryLog {
    // Immutable after construction.
    private final Sequence sequence;
    private final Keys keys;
    private final RingLog live;
    private final CompactedEntries newest;

    // Written under the sequence's lock, read by any thread: the position after the entries that both of these hold.
    private volatile long head;

    /**
     * What an event says of its key. Both functions are user code.
     *
     * @param key returns the key of an event
     * @param isTombstone returns true if an event ends its key
     */
    public record Keys(Function<? super Event, String> key, Predicate<? super Event> isTombstone) {
        private Change of(Event event) {
            String ofEvent = Objects.requireNonNull(key.apply(event), "key must not be null");
            return new Change(ofEvent, isTombstone.test(event) ? Kind.TOMBSTONE : Kind.VALUE);
        }
    }

    /** The key of an event, and what the event does to it. */
    private record Change(String key, Kind kind) {}

    public CompactedLog(Sequence sequence, Keys keys, RingLog live, CompactedEntries newest) {
        this.sequence = sequence;
        this.keys = keys;
        this.live = live;
        this.newest = newest;
    }

    @Override
    public List<LogEntry> append(List<Event> events) {
        List<Change> changes = events.stream().map(keys::of).toList();
        EncodedEvents encoded = live.encode(events);
        List<LogEntry> entries;
        synchronized (sequence) {
            entries = live.append(encoded);
            for (int i = 0; i < changes.size(); i++) {
                Change change = changes.get(i);
                newest.put(
                        change.key(),
                        change.kind(),
                        entries.get(i),
                        events.get(i).id().isPresent());
            }
            head = live.head();
        }
        newest.reportRepeated();
        return entries;
    }

    @Override
    public long head() {
        return head;
    }

    /** Returns the position from which a reader finds the newest event of every retained key. */
    @Override
    public long tail() {
        return newest.forgottenBefore();
    }

    @Override
    public int read(long from, LogEntry[] into) {
        return live.read(from, into);
    }

    @Override
    public OptionalLong positionAfter(String id) {
        synchronized (sequence) {
            OptionalLong own = newest.positionAfterOwn(id);
            if (own.isPresent()) {
                return own;
            }
            long number = sequence.numberOf(id);
            return number < 0 ? OptionalLong.empty() : newest.positionAfter(number, head);
        }
    }

    @Override
    public IdLookup find(String id) {
        OptionalLong position = positionAfter(id);
        if (position.isPresent()) {
            return IdLookup.retained(position.getAsLong());
        }
        return sequence.numberOf(id) < 0 ? IdLookup.FOREIGN : IdLookup.evicted(-1);
    }

    @Override
    public long readableSequence() {
        return sequence.last();
    }
}
