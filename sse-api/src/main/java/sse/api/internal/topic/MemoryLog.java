package sse.api.internal.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import sse.api.Event;
import sse.api.Frame;
import sse.api.Ticker;
import sse.api.spi.EventLog;
import sse.api.spi.LogEntry;

/**
 * A log in memory: a ring that grows up to its bound.
 *
 * <p>An entry carries its position, so a reader needs no lock and no second look: it takes what the ring holds at a place and either that is the entry it
 * wanted, or the entry is gone. Appending and evicting happen under the sequence's lock.
 *
 * <p>Ids are looked up by number: entries are in the order of their numbers, so a binary search finds the first one after it. Events that bring their
 * own ids are in a map while they are retained.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // Head and tail are written under one lock only.
final class MemoryLog implements EventLog {
    private static final int FIRST_CAPACITY = 64;

    // Immutable after construction.
    private final Sequence sequence;
    private final Retention retention;
    private final Ticker ticker;

    // Written under the sequence's lock, read by any thread.
    private volatile AtomicReferenceArray<Stored> ring = new AtomicReferenceArray<>(FIRST_CAPACITY);
    private volatile long head;
    private volatile long tail;

    // Guarded by the sequence.
    private final Map<String, Long> ownIds = new HashMap<>();
    private long retainedBytes;
    private long evictedSequence = -1;

    /** How much is retained. */
    record Retention(int events, long bytes, Duration age) {}

    /** An entry and when it came. */
    private record Stored(LogEntry entry, long atNanos) {}

    MemoryLog(Sequence sequence, Retention retention, Ticker ticker) {
        this.sequence = sequence;
        this.retention = retention;
        this.ticker = ticker;
    }

    @Override
    public List<LogEntry> append(List<Event> events) {
        List<LogEntry> entries = new ArrayList<>(events.size());
        synchronized (sequence) {
            long now = ticker.nanoTime();
            long number = sequence.last();
            for (Event event : events) {
                number++;
                boolean bringsId = event.id().isPresent();
                Event identified = bringsId ? event : event.withId(sequence.idOf(number));
                LogEntry entry = new LogEntry(head, number, identified, Frame.of(identified));
                if (bringsId) {
                    ownIds.put(event.id().get(), head);
                }
                store(new Stored(entry, now));
                entries.add(entry);
            }
            evict(now);
            sequence.advanceTo(number);
        }
        return entries;
    }

    private void store(Stored stored) {
        if (head - tail == ring.length()) {
            grow();
        }
        ring.set(slot(ring, head), stored);
        retainedBytes += stored.entry().frame().size();
        head = head + 1;
    }

    private void grow() {
        AtomicReferenceArray<Stored> larger = new AtomicReferenceArray<>(ring.length() * 2);
        for (long position = tail; position < head; position++) {
            larger.set(slot(larger, position), ring.get(slot(ring, position)));
        }
        ring = larger;
    }

    private void evict(long now) {
        while (head - tail > retention.events()
                || (retainedBytes > retention.bytes() && head - tail > 1)
                || isExpired(now)) {
            Stored oldest = ring.get(slot(ring, tail));
            ring.set(slot(ring, tail), null);
            retainedBytes -= oldest.entry().frame().size();
            evictedSequence = oldest.entry().sequence();
            oldest.entry()
                    .event()
                    .id()
                    .ifPresent(id -> ownIds.remove(id, oldest.entry().position()));
            tail = tail + 1;
        }
    }

    private boolean isExpired(long now) {
        return head > tail
                && now - ring.get(slot(ring, tail)).atNanos() > retention.age().toNanos();
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public long tail() {
        return tail;
    }

    @Override
    public int read(long from, LogEntry[] into) {
        AtomicReferenceArray<Stored> current = ring;
        for (int i = 0; i < into.length; i++) {
            Stored stored = current.get(slot(current, from + i));
            if (stored == null || stored.entry().position() != from + i) {
                return i;
            }
            into[i] = stored.entry();
        }
        return into.length;
    }

    @Override
    public OptionalLong positionAfter(String id) {
        synchronized (sequence) {
            evict(ticker.nanoTime());
            Long own = ownIds.get(id);
            if (own != null) {
                return OptionalLong.of(own + 1);
            }
            long number = sequence.numberOf(id);
            return number < 0 || number < evictedSequence ? OptionalLong.empty() : OptionalLong.of(firstAfter(number));
        }
    }

    /** Returns the position of the first entry whose number is larger. */
    private long firstAfter(long number) {
        long low = tail;
        long high = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (ring.get(slot(ring, middle)).entry().sequence() <= number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public long readableSequence() {
        return sequence.last();
    }

    private static int slot(AtomicReferenceArray<Stored> of, long position) {
        return (int) (position & (of.length() - 1));
    }
}
