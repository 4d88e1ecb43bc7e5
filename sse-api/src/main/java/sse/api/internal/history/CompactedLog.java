package sse.api.internal.history;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import sse.api.Event;

/**
 * The log of a compacted topic: a subscriber that keeps up reads every event, from a log that drops what all of these
 * have read; any other subscriber reads the newest event of each key. Thread-safe. The function that returns an event's
 * key is user code: it runs in the publisher's call, before anything is appended, without a lock.
 */
public final class CompactedLog implements EntryLog {
    // Immutable after construction.
    private final Sequence sequence;
    private final Function<? super Event, String> key;
    private final RingLog live;
    private final CompactedEntries newest;

    // Written under the sequence's lock, read by any thread: the position after the entries that both of these hold.
    private volatile long head;

    public CompactedLog(Sequence sequence, Function<? super Event, String> key, RingLog live, CompactedEntries newest) {
        this.sequence = sequence;
        this.key = key;
        this.live = live;
        this.newest = newest;
    }

    @Override
    public List<LogEntry> append(List<Event> events) {
        List<String> keys = events.stream()
                .map(event -> Objects.requireNonNull(key.apply(event), "key must not be null"))
                .toList();
        EncodedEvents encoded = live.encode(events);
        synchronized (sequence) {
            List<LogEntry> entries = live.append(encoded);
            for (int i = 0; i < keys.size(); i++) {
                newest.put(keys.get(i), entries.get(i), events.get(i).id().isPresent());
            }
            head = live.head();
            return entries;
        }
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
    public long readableSequence() {
        return sequence.last();
    }
}
