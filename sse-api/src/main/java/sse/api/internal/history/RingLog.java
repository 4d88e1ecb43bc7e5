package sse.api.internal.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.IdOrder;
import sse.api.Ticker;
import sse.api.spi.Frame;

/**
 * A log in memory: a ring that grows up to its bound.
 *
 * <p>A reader needs no lock and reads once. Appending and evicting happen under the sequence's lock; entries that
 * become too old are evicted by {@link LogExpiry}, if nothing is appended or read.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // Head and tail are written under one lock only.
public final class RingLog implements EntryLog {
    /** How many expired entries are evicted at a time under the lock that publishers need. */
    private static final int EVICTED_PER_TURN = 512;

    // Immutable after construction.
    private final Sequence sequence;
    private final Retention retention;
    private final long ageNanos;
    private final Ticker ticker;
    private final EntryRing ring = new EntryRing();
    private final LogExpiry expiry;
    private final LogExpiry.Watched watched = new LogExpiry.Watched(this);

    // Written under the sequence's lock, read by any thread.
    private volatile long head;
    private volatile long tail;
    private volatile long oldestNanos;

    // Guarded by the sequence.
    private final RingIds ids;
    private long retainedBytes;
    private long mostInUse;

    /** Creates a log of events with ids in no order. */
    public RingLog(Sequence sequence, Retention retention, Ticker ticker) {
        this(sequence, retention, ticker, IdOrder.UNORDERED);
    }

    /** Creates a log of events whose ids are in an order. */
    public RingLog(Sequence sequence, Retention retention, Ticker ticker, IdOrder order) {
        this.sequence = sequence;
        this.retention = retention;
        this.ageNanos = retention.age().toNanos();
        this.ticker = ticker;
        this.expiry = LogExpiry.of(ticker);
        this.ids = new RingIds(sequence, ring, order);
    }

    @Override
    public List<LogEntry> append(List<Event> events) {
        return events.size() == 1 && events.get(0).id().isEmpty() && !ids.areOrdered()
                ? append(events.get(0))
                : append(encode(events));
    }

    /** Appends one event without an id, as several are, with fewer objects. */
    private List<LogEntry> append(Event event) {
        NumberedFrame frame = new NumberedFrame(event, sequence.idPrefix(), sequence.last() + 1);
        List<LogEntry> entries;
        synchronized (sequence) {
            long number = sequence.last() + 1;
            entries = List.of(new LogEntry(head, number, frame.idWithNumber(number), frame.withNumber(number)));
            ring.makeRoom(tail, head, head + 1);
            storeAll(entries);
        }
        expireInTime();
        return entries;
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
        List<LogEntry> entries;
        synchronized (sequence) {
            ids.require(encoded.events());
            entries = encoded.entries(head, sequence.last() + 1);
            ring.makeRoom(tail, head, head + entries.size());
            ids.add(encoded.events(), entries);
            storeAll(entries);
        }
        expireInTime();
        ids.reportRepeated();
        return entries;
    }

    private void storeAll(List<LogEntry> entries) {
        long now = ticker.nanoTime();
        for (int i = 0; i < entries.size(); i++) {
            store(entries.get(i), now);
        }
        evict(now);
        sequence.advanceTo(sequence.last() + entries.size());
    }

    /**
     * Appends an entry whose id was assigned by a hub's log. Under the sequence's lock; the sequence advances after it,
     * and the caller calls {@link #expireInTime} without the lock.
     */
    public void append(String id, long number, Frame frame) {
        long now = ticker.nanoTime();
        ring.makeRoom(tail, head, head + 1);
        store(new LogEntry(head, number, id, frame), now);
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
        ids.beginAfter(number, id);
    }

    private void store(LogEntry entry, long now) {
        if (head == tail) {
            oldestNanos = now;
        }
        ring.set(entry, now);
        retainedBytes += EntrySize.of(entry);
        head = head + 1;
        mostInUse = Math.max(mostInUse, head - tail);
    }

    /** Has entries evicted when they are too old, also if nothing is appended any more. Not under the lock. */
    public void expireInTime() {
        if (!watched.isQueued() && head > tail) {
            expiry.watch(watched, ticker, oldestNanos + ageNanos);
        }
    }

    /**
     * Evicts entries that are too old, and removes capacity that has not been needed since the last call.
     *
     * @return when to call this again, if there is anything left to do
     */
    OptionalLong expire(long now) {
        while (isExpired(now)) {
            synchronized (sequence) {
                for (int i = 0; i < EVICTED_PER_TURN && isExpired(now); i++) {
                    evictOldest();
                }
            }
        }
        synchronized (sequence) {
            ring.shrink(tail, head, mostInUse);
            mostInUse = head - tail;
            if (ring.isOversized(mostInUse)) {
                return OptionalLong.of(now);
            }
            return head > tail ? OptionalLong.of(oldestNanos + ageNanos) : OptionalLong.empty();
        }
    }

    /** Returns true if appending events would evict entries from a position on, unless these are older ones. */
    public boolean wouldEvictFrom(long position, List<Event> events) {
        long added = EntrySize.of(events);
        synchronized (sequence) {
            boolean evictsByCount = head + events.size() - retention.events() > position;
            return evictsByCount || (tail >= position && tail < head && retainedBytes() + added > retention.bytes());
        }
    }

    /** Returns the position of the oldest retained entry, which may have expired. */
    public long evictedBefore() {
        return tail;
    }

    /** Returns how many entries are retained. */
    public long size() {
        return head - tail;
    }

    /** Returns the approximate memory of the retained entries. */
    public long retainedBytes() {
        synchronized (sequence) {
            return retainedBytes + ids.bytes();
        }
    }

    /** Returns the number of slots. */
    int capacity() {
        return ring.capacity();
    }

    private void evict(long now) {
        while (head - tail > retention.events()
                || (retainedBytes + ids.bytes() > retention.bytes() && head - tail > 1)
                || isExpired(now)) {
            evictOldest();
        }
    }

    private boolean isExpired(long now) {
        return head > tail && now - oldestNanos > ageNanos;
    }

    private void evictOldest() {
        LogEntry oldest = ring.remove(tail);
        retainedBytes -= EntrySize.of(oldest);
        ids.onEvicted(oldest);
        tail = tail + 1;
        oldestNanos = ring.nanosOf(tail);
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
        return ring.read(from, into);
    }

    @Override
    public OptionalLong positionAfter(String id) {
        IdLookup found = find(id);
        return found.status() == IdStatus.RETAINED ? OptionalLong.of(found.position()) : OptionalLong.empty();
    }

    @Override
    public IdLookup find(String id) {
        synchronized (sequence) {
            evict(ticker.nanoTime());
            return ids.find(id, tail, head);
        }
    }

    /** Returns the last evicted entry if the position is that of the oldest retained one. */
    public Optional<NumberedId> idBefore(long position) {
        synchronized (sequence) {
            return tail == position ? ids.lastEvicted() : Optional.empty();
        }
    }

    @Override
    public long readableSequence() {
        return sequence.last();
    }
}
