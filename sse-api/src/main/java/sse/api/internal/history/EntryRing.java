package sse.api.internal.history;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Slots for entries by their positions, in a ring whose capacity is a power of two. Written under the sequence's lock;
 * {@link #read} needs none: an entry carries its position, so the slot of a position holds its entry, or that entry was
 * evicted.
 */
final class EntryRing implements Entries {
    private static final int FIRST_CAPACITY = 64;

    // Written under the sequence's lock, read by any thread.
    private volatile AtomicReferenceArray<@Nullable LogEntry> entries = new AtomicReferenceArray<>(FIRST_CAPACITY);

    // Guarded by the sequence.
    private long[] nanos = new long[FIRST_CAPACITY];

    /** Adds capacity for the positions from the tail up to an end, of which those up to the head are in use. */
    void makeRoom(long tail, long head, long end) {
        int capacity = entries.length();
        while (end - tail > capacity) {
            capacity *= 2;
        }
        if (capacity > entries.length()) {
            resize(tail, head, capacity);
        }
    }

    /**
     * Removes capacity if the ring is at least four times as large as needed.
     *
     * @param mostInUse how many slots have been in use at a time lately
     */
    void shrink(long tail, long head, long mostInUse) {
        if (isOversized(mostInUse)) {
            resize(tail, head, capacityFor(mostInUse));
        }
    }

    /** Returns true if so many slots need at most a quarter of the ring. */
    boolean isOversized(long inUse) {
        return entries.length() / 4 >= capacityFor(inUse);
    }

    private static int capacityFor(long inUse) {
        int capacity = FIRST_CAPACITY;
        while (capacity < inUse) {
            capacity *= 2;
        }
        return capacity;
    }

    private void resize(long tail, long head, int capacity) {
        AtomicReferenceArray<@Nullable LogEntry> resized = new AtomicReferenceArray<>(capacity);
        long[] resizedNanos = new long[capacity];
        for (long position = tail; position < head; position++) {
            resized.set(slot(resized, position), entries.get(slot(entries, position)));
            resizedNanos[slot(resized, position)] = nanos[slot(entries, position)];
        }
        entries = resized;
        nanos = resizedNanos;
    }

    /** Returns the number of slots. */
    int capacity() {
        return entries.length();
    }

    void set(LogEntry entry, long now) {
        int slot = slot(entries, entry.position());
        nanos[slot] = now;
        entries.set(slot, entry);
    }

    /** Returns the entry of a position that is in use. */
    @SuppressWarnings("NullAway") // It is in use.
    LogEntry get(long position) {
        return entries.get(slot(entries, position));
    }

    /** Returns when the entry of a position was set, or anything if the position is not in use. */
    long nanosOf(long position) {
        return nanos[slot(entries, position)];
    }

    /** Empties the slot of a position that is in use, and returns the entry. */
    LogEntry remove(long position) {
        LogEntry removed = get(position);
        entries.set(slot(entries, position), null);
        return removed;
    }

    /** Returns the position of the first entry in use whose number is larger. */
    long firstAfter(long number, long tail, long head) {
        long low = tail;
        long high = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (get(middle).sequence() <= number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public int read(long from, LogEntry[] into) {
        AtomicReferenceArray<@Nullable LogEntry> current = entries;
        for (int i = 0; i < into.length; i++) {
            LogEntry entry = current.get(slot(current, from + i));
            if (entry == null || entry.position() != from + i) {
                return i;
            }
            into[i] = entry;
        }
        return into.length;
    }

    private static int slot(AtomicReferenceArray<@Nullable LogEntry> of, long position) {
        return (int) (position & (of.length() - 1));
    }
}
