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
 *   slots    .   .   .  [3] [4] [5] |count          a dot is an entry that a newer one has replaced
 * </pre>
 *
 * <p>An entry is added at the end, and an older entry of the same key is removed from its slot. When all slots are
 * filled, those in use are copied to new arrays, at least twice as long as the number of keys: so the amortized cost of
 * an addition does not depend on the number of keys. Writers hold the sequence's lock. A reader needs none: it takes
 * the slots as they are, and finds its first entry by binary search. If it misses an entry that is being replaced, it
 * finds the newer one later, provided that it stops at the position that was the log's head before it began; if it
 * reads slots that were copied meanwhile, it may read an entry that has been replaced.
 */
public final class CompactedEntries {
    private static final int FIRST_CAPACITY = 64;

    // Immutable after construction.
    private final int mostKeys;
    private final long mostBytes;

    // Written under the sequence's lock, read by any thread.
    private volatile Slots slots = new Slots(FIRST_CAPACITY);
    private volatile long forgottenBefore;

    // Guarded by the sequence.
    private final Map<String, Held> heldByKey = new HashMap<>();
    private final Map<String, Held> heldById = new HashMap<>();
    private long bytes;
    private long forgottenSequence = -1;

    /** A key, and the slot of its newest entry. */
    private static final class Held {
        final String key;
        int slot;

        Held(String key) {
            this.key = key;
        }
    }

    /** Arrays of the same length; readers may read them below the count. */
    private static final class Slots {
        final AtomicReferenceArray<@Nullable LogEntry> entries;
        final Held[] held;
        final long[] positions;
        final long[] sequences;
        volatile int count;
        int firstInUse;

        Slots(int capacity) {
            entries = new AtomicReferenceArray<>(capacity);
            held = new Held[capacity];
            positions = new long[capacity];
            sequences = new long[capacity];
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // Under the sequence's lock.
        void add(Held holder, LogEntry entry) {
            int slot = count;
            holder.slot = slot;
            held[slot] = holder;
            positions[slot] = entry.position();
            sequences[slot] = entry.sequence();
            entries.set(slot, entry);
            count = slot + 1;
        }
    }

    public CompactedEntries(int mostKeys, long mostBytes) {
        this.mostKeys = mostKeys;
        this.mostBytes = mostBytes;
    }

    /** Makes an entry the newest of its key. Under the sequence's lock, before the head advances past the entry. */
    void put(String key, LogEntry entry, boolean hasOwnId) {
        Held held = heldByKey.get(key);
        if (held == null) {
            held = new Held(key);
            heldByKey.put(key, held);
            bytes += key.length();
        } else {
            takeOut(held);
        }
        if (slots.count == slots.entries.length()) {
            copySlots();
        }
        slots.add(held, entry);
        bytes += RingLog.sizeOf(entry) + RingLog.OWN_ID_BYTES;
        if (hasOwnId) {
            heldById.put(entry.id(), held);
        }
        while (heldByKey.size() > mostKeys || (bytes > mostBytes && heldByKey.size() > 1)) {
            forgetOldest();
        }
    }

    private LogEntry takeOut(Held held) {
        LogEntry entry = slots.entries.getAndSet(held.slot, null);
        heldById.remove(entry.id(), held);
        bytes -= RingLog.sizeOf(entry) + RingLog.OWN_ID_BYTES;
        return entry;
    }

    private void copySlots() {
        Slots from = slots;
        Slots to = new Slots(Math.max(FIRST_CAPACITY, Integer.highestOneBit(heldByKey.size()) * 4));
        for (int i = from.firstInUse; i < from.count; i++) {
            LogEntry entry = from.entries.get(i);
            if (entry != null) {
                to.add(from.held[i], entry);
            }
        }
        slots = to;
    }

    private void forgetOldest() {
        Slots current = slots;
        int oldest = current.firstInUse;
        while (current.entries.get(oldest) == null) {
            oldest++;
        }
        current.firstInUse = oldest + 1;
        // Before the entry is removed: a reader that misses it must notice.
        forgottenBefore = current.positions[oldest] + 1;
        Held held = current.held[oldest];
        LogEntry entry = takeOut(held);
        heldByKey.remove(held.key);
        bytes -= held.key.length();
        forgottenSequence = entry.sequence();
    }

    /** Returns the position after the last entry that was dropped because there were too many keys. */
    public long forgottenBefore() {
        return forgottenBefore;
    }

    /** Reads entries from a position on, up to another one that has been the head. */
    public int read(long from, long until, LogEntry[] into) {
        Slots current = slots;
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
     * Returns the position from which a client resumes that has seen the newest event of a key, by the id that the
     * event was published with. Under the sequence's lock.
     */
    OptionalLong positionAfterOwn(String id) {
        Held held = heldById.get(id);
        return held == null ? OptionalLong.empty() : OptionalLong.of(slots.positions[held.slot] + 1);
    }

    /** Returns the position from which a client resumes that has seen a number. Under the sequence's lock. */
    OptionalLong positionAfter(long number, long head) {
        if (number < forgottenSequence) {
            return OptionalLong.empty();
        }
        int slot = firstAtLeast(number + 1, slots.sequences, slots.count);
        return OptionalLong.of(slot == slots.count ? head : slots.positions[slot]);
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
