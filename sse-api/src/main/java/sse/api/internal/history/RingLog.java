package sse.api.internal.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.Ticker;
import sse.api.spi.Frame;

/**
 * A log in memory: a ring that grows up to its bound.
 *
 * <p>An entry carries its position, so a reader needs no lock and reads once: the slot of the ring holds the entry of
 * that position, or the entry was evicted. Appending and evicting happen under the sequence's lock.
 *
 * <p>Ids are looked up by number: entries are in the order of their numbers, so a binary search finds the first one
 * after it. Events that bring their own ids are in a map while they are retained.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // Head and tail are written under one lock only.
public final class RingLog implements EntryLog {
    /**
     * The memory of an entry besides its encoded bytes and the characters of its id: objects, their padding, its slot
     * in the ring.
     */
    static final long ENTRY_BYTES = 144;

    /** The additional memory of an event that was published with an id: the entry of the map. */
    static final long OWN_ID_BYTES = 80;

    private static final int FIRST_CAPACITY = 64;

    // Immutable after construction.
    private final Sequence sequence;
    private final Retention retention;
    private final Ticker ticker;

    // Written under the sequence's lock, read by any thread.
    private volatile AtomicReferenceArray<LogEntry> ring = new AtomicReferenceArray<>(FIRST_CAPACITY);
    private volatile long head;
    private volatile long tail;
    private volatile long oldestNanos;

    // Guarded by the sequence.
    private long[] nanos = new long[FIRST_CAPACITY];
    private final CustomIdIndex ownIds = new CustomIdIndex();
    private long retainedBytes;
    private long evictedSequence = -1;

    /** The id of the last evicted entry, which is not counted. */
    private @Nullable String evictedId;

    /** Creates a log. */
    public RingLog(Sequence sequence, Retention retention, Ticker ticker) {
        this.sequence = sequence;
        this.retention = retention;
        this.ticker = ticker;
    }

    @Override
    public List<LogEntry> append(List<Event> events) {
        boolean isUsual = events.size() == 1 && events.get(0).id().isEmpty();
        return isUsual ? append(events.get(0)) : append(encode(events));
    }

    /** Appends one event without an id, as several are, with fewer objects. */
    private List<LogEntry> append(Event event) {
        NumberedFrame frame = new NumberedFrame(event, sequence.idPrefix(), sequence.last() + 1);
        synchronized (sequence) {
            long now = ticker.nanoTime();
            long number = sequence.last() + 1;
            List<LogEntry> entries =
                    List.of(new LogEntry(head, number, frame.idWithNumber(number), frame.withNumber(number)));
            makeRoom(head + 1);
            store(entries.get(0), now);
            evict(now);
            sequence.advanceTo(number);
            return entries;
        }
    }

    /** Encodes events that are to be appended. Without the lock. */
    EncodedEvents encode(List<Event> events) {
        if (events.size() > retention.events()) {
            // The first of them would be evicted before any subscriber could read it.
            throw new IllegalArgumentException(
                    "events must be at most as many as are held, " + retention.events() + ": " + events.size());
        }
        return new EncodedEvents(events, sequence);
    }

    /**
     * Appends events. All or none: all memory is allocated before the first entry is stored, so that nothing has to be
     * undone.
     */
    List<LogEntry> append(EncodedEvents encoded) {
        synchronized (sequence) {
            long now = ticker.nanoTime();
            long number = sequence.last();
            List<LogEntry> entries = encoded.entries(head, number + 1);
            makeRoom(head + entries.size());
            ownIds.putAll(encoded.events(), entries);
            for (int i = 0; i < entries.size(); i++) {
                store(entries.get(i), now);
            }
            evict(now);
            sequence.advanceTo(number + entries.size());
            return entries;
        }
    }

    /**
     * Appends an entry whose id was assigned by a hub's log. Under the sequence's lock; the sequence advances after it.
     */
    public void append(String id, long number, Frame frame) {
        long now = ticker.nanoTime();
        LogEntry entry = new LogEntry(head, number, id, frame);
        makeRoom(head + 1);
        store(entry, now);
        evict(now);
    }

    /**
     * Makes the log begin after an entry that another log holds: it retains nothing, and resolves ids from there on.
     * Under the sequence's lock.
     *
     * @param number the number of that entry
     * @param id its id, for a client that subscribes before another entry is appended, if it is known
     */
    public void beginAfter(long number, @Nullable String id) {
        while (tail < head) {
            evictOldest();
        }
        evictedSequence = number;
        evictedId = id;
    }

    /** Returns what is known of an id. */
    public IdStatus status(String id) {
        synchronized (sequence) {
            evict(ticker.nanoTime());
            long number = sequence.numberOf(id);
            if (number == Sequence.NOT_YET) {
                return IdStatus.NOT_YET;
            }
            if (number < 0) {
                return IdStatus.FOREIGN;
            }
            return number < evictedSequence ? IdStatus.EVICTED : IdStatus.RETAINED;
        }
    }

    private void store(LogEntry entry, long now) {
        if (head == tail) {
            oldestNanos = now;
        }
        nanos[slot(ring, head)] = now;
        ring.set(slot(ring, head), entry);
        retainedBytes += sizeOf(entry);
        head = head + 1;
    }

    private void makeRoom(long end) {
        int capacity = ring.length();
        while (end - tail > capacity) {
            capacity *= 2;
        }
        if (capacity > ring.length()) {
            grow(new AtomicReferenceArray<>(capacity), new long[capacity]);
        }
    }

    private void grow(AtomicReferenceArray<LogEntry> larger, long[] largerNanos) {
        for (long position = tail; position < head; position++) {
            larger.set(slot(larger, position), ring.get(slot(ring, position)));
            largerNanos[slot(larger, position)] = nanos[slot(ring, position)];
        }
        ring = larger;
        nanos = largerNanos;
    }

    /** Returns the approximate memory of an entry, in bytes. */
    static long sizeOf(LogEntry entry) {
        return ENTRY_BYTES + entry.frame().size() + entry.id().length();
    }

    private void evict(long now) {
        while (head - tail > retention.events()
                || (retainedBytes + ownIds.size() * OWN_ID_BYTES > retention.bytes() && head - tail > 1)
                || isExpired(now)) {
            evictOldest();
        }
    }

    private boolean isExpired(long now) {
        return head > tail && now - oldestNanos > retention.age().toNanos();
    }

    private void evictOldest() {
        LogEntry oldest = ring.get(slot(ring, tail));
        ring.set(slot(ring, tail), null);
        retainedBytes -= sizeOf(oldest);
        evictedSequence = oldest.sequence();
        evictedId = oldest.id();
        ownIds.remove(oldest);
        tail = tail + 1;
        oldestNanos = nanos[slot(ring, tail)];
    }

    /** Evicts the entries that all present subscribers have read: for a log that is not a history. */
    public void forgetBefore(long position) {
        if (tail < position) {
            synchronized (sequence) {
                while (tail < position) {
                    evictOldest();
                }
            }
        }
    }

    @Override
    public long head() {
        return head;
    }

    /** Evicts expired entries first, so that no subscriber begins at one. */
    @Override
    public long tail() {
        if (isExpired(ticker.nanoTime())) {
            synchronized (sequence) {
                evict(ticker.nanoTime());
            }
        }
        return tail;
    }

    @Override
    public int read(long from, LogEntry[] into) {
        AtomicReferenceArray<LogEntry> current = ring;
        for (int i = 0; i < into.length; i++) {
            LogEntry entry = current.get(slot(current, from + i));
            if (entry == null || entry.position() != from + i) {
                return i;
            }
            into[i] = entry;
        }
        return into.length;
    }

    @Override
    public OptionalLong positionAfter(String id) {
        synchronized (sequence) {
            evict(ticker.nanoTime());
            LogEntry own = ownIds.get(id);
            if (own != null) {
                return OptionalLong.of(own.position() + 1);
            }
            if (id.equals(evictedId)) {
                return OptionalLong.of(tail);
            }
            long number = sequence.numberOf(id);
            return number < 0 || number < evictedSequence ? OptionalLong.empty() : OptionalLong.of(firstAfter(number));
        }
    }

    /** Returns the last evicted entry if the position is that of the oldest retained one. */
    public Optional<EntryId> idBefore(long position) {
        synchronized (sequence) {
            return Optional.ofNullable(tail == position ? evictedId : null).map(id -> new EntryId(id, evictedSequence));
        }
    }

    /** Returns the position of the first entry whose number is larger. */
    private long firstAfter(long number) {
        long low = tail;
        long high = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (ring.get(slot(ring, middle)).sequence() <= number) {
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

    private static int slot(AtomicReferenceArray<LogEntry> of, long position) {
        return (int) (position & (of.length() - 1));
    }
}
