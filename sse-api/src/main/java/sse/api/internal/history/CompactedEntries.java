package sse.api.internal.history;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest entry of each key, in the order of their positions.
 *
 * <pre>
 *   key      a   b   a   c   b   a
 *   position 0   1   2   3   4   5
 *   places   .   .   .  [3] [4] [5] |count          a dot is an entry that a newer one has taken the place of
 * </pre>
 *
 * <p>Entries are added at the end, and an older one of the same key is taken out where it is. When there is no place
 * left, those that are in use are copied to new places, at least twice as many: so an addition costs the same however
 * many keys there are. Writers hold the sequence's lock. A reader needs none: it takes the places as they are, and
 * finds by binary search where to begin. If it misses an entry that is being replaced, it will find the newer one
 * behind, provided that it stops where the log's head was before it began; if it has old places, it gets an entry more
 * than it needs.
 */
public final class CompactedEntries {
    private static final int FIRST_CAPACITY = 64;

    // Immutable after construction.
    private final int mostKeys;
    private final long mostBytes;

    // Written under the sequence's lock, read by any thread.
    private volatile Places places = new Places(FIRST_CAPACITY);
    private volatile long forgottenBefore;

    // Guarded by the sequence.
    private final Map<String, Held> heldByKey = new HashMap<>();
    private final Map<String, Held> heldById = new HashMap<>();
    private long bytes;
    private long forgottenSequence = -1;

    /** A key, and where its newest entry is. */
    private static final class Held {
        final String key;
        int place;

        Held(String key) {
            this.key = key;
        }
    }

    /** Arrays of the same length; what is before the count is there for readers. */
    private static final class Places {
        final AtomicReferenceArray<@Nullable LogEntry> entries;
        final Held[] held;
        final long[] positions;
        final long[] sequences;
        volatile int count;
        int firstInUse;

        Places(int capacity) {
            entries = new AtomicReferenceArray<>(capacity);
            held = new Held[capacity];
            positions = new long[capacity];
            sequences = new long[capacity];
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // Under the sequence's lock.
        void add(Held holder, LogEntry entry) {
            int place = count;
            holder.place = place;
            held[place] = holder;
            positions[place] = entry.position();
            sequences[place] = entry.sequence();
            entries.set(place, entry);
            count = place + 1;
        }
    }

    public CompactedEntries(int mostKeys, long mostBytes) {
        this.mostKeys = mostKeys;
        this.mostBytes = mostBytes;
    }

    /** Makes an entry the newest of its key. Under the sequence's lock, before the entry is before the head. */
    void put(String key, LogEntry entry, boolean hasOwnId) {
        Held held = heldByKey.get(key);
        if (held == null) {
            held = new Held(key);
            heldByKey.put(key, held);
            bytes += key.length();
        } else {
            takeOut(held);
        }
        if (places.count == places.entries.length()) {
            copyPlaces();
        }
        places.add(held, entry);
        bytes += RingLog.sizeOf(entry) + RingLog.OWN_ID_BYTES;
        if (hasOwnId) {
            heldById.put(entry.id(), held);
        }
        while (heldByKey.size() > mostKeys || (bytes > mostBytes && heldByKey.size() > 1)) {
            forgetOldest();
        }
    }

    private LogEntry takeOut(Held held) {
        LogEntry entry = places.entries.getAndSet(held.place, null);
        heldById.remove(entry.id(), held);
        bytes -= RingLog.sizeOf(entry) + RingLog.OWN_ID_BYTES;
        return entry;
    }

    private void copyPlaces() {
        Places from = places;
        Places to = new Places(Math.max(FIRST_CAPACITY, Integer.highestOneBit(heldByKey.size()) * 4));
        for (int i = from.firstInUse; i < from.count; i++) {
            LogEntry entry = from.entries.get(i);
            if (entry != null) {
                to.add(from.held[i], entry);
            }
        }
        places = to;
    }

    private void forgetOldest() {
        Places current = places;
        int oldest = current.firstInUse;
        while (current.entries.get(oldest) == null) {
            oldest++;
        }
        current.firstInUse = oldest + 1;
        // Before the entry is gone: a reader that misses it must find out.
        forgottenBefore = current.positions[oldest] + 1;
        Held held = current.held[oldest];
        LogEntry entry = takeOut(held);
        heldByKey.remove(held.key);
        bytes -= held.key.length();
        forgottenSequence = entry.sequence();
    }

    /** Returns the position behind the last entry that was forgotten because there were too many keys. */
    public long forgottenBefore() {
        return forgottenBefore;
    }

    /** Reads entries from a position on, as far as they are before another one, at which the head has been. */
    public int read(long from, long until, LogEntry[] into) {
        Places current = places;
        int count = current.count;
        int read = 0;
        for (int i = firstAtLeast(from, current.positions, count); i < count && read < into.length; i++) {
            if (current.positions[i] >= until) {
                break;
            }
            LogEntry entry = current.entries.get(i);
            if (entry != null) {
                into[read++] = entry;
            }
        }
        return read;
    }

    /**
     * Finds where a client goes on that has seen the newest event of a key, by the id that it has brought. Under the
     * sequence's lock.
     */
    OptionalLong positionAfterOwn(String id) {
        Held held = heldById.get(id);
        return held == null ? OptionalLong.empty() : OptionalLong.of(places.positions[held.place] + 1);
    }

    /** Finds where a client goes on that has seen a number. Under the sequence's lock. */
    OptionalLong positionAfter(long number, long head) {
        if (number < forgottenSequence) {
            return OptionalLong.empty();
        }
        int place = firstAtLeast(number + 1, places.sequences, places.count);
        return OptionalLong.of(place == places.count ? head : places.positions[place]);
    }

    private static int firstAtLeast(long wanted, long[] ascending, int count) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
