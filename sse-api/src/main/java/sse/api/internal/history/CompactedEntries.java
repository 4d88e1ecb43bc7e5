package sse.api.internal.history;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
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
 *
 * <p>A tombstone is the last entry of a key that is forgotten: subscribers that know the key must read it. Where room
 * is needed, tombstones go first, the oldest before all others, and only then the keys whose entries are the oldest.
 */
public final class CompactedEntries {
    private static final int FIRST_CAPACITY = 64;

    /** How long a tombstone is held at most, so that clients that were away learn of it. */
    private static final long TOMBSTONE_NANOS = Duration.ofMinutes(10).toNanos();

    // Immutable after construction.
    private final CompactionLimits limits;

    // Written under the sequence's lock, read by any thread.
    private volatile Slots slots = new Slots(FIRST_CAPACITY);
    private volatile long forgottenBefore;
    private volatile long tombstoneForgottenBefore;

    // Guarded by the sequence.
    private final Map<String, Held> heldByKey = new HashMap<>();
    private final Set<Held> tombstones = new LinkedHashSet<>();
    private final CustomIdIndex ownIds;
    private long bytes;
    private long forgottenSequence = -1;

    /** A key, and the slot of its newest entry. */
    private static final class Held {
        final String key;
        int slot;
        long nanos;

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

    public CompactedEntries(Sequence sequence, CompactionLimits limits) {
        this.limits = limits;
        this.ownIds = new CustomIdIndex(sequence);
    }

    /** What an event does to its key. */
    public enum Kind {
        /** It is the key's newest value. */
        VALUE,

        /** It ends the key. */
        TOMBSTONE
    }

    /** Makes an entry the newest of its key. Under the sequence's lock, before the head advances past the entry. */
    void put(String key, Kind kind, LogEntry entry, boolean hasOwnId) {
        Held held = heldByKey.get(key);
        if (held == null) {
            held = new Held(key);
            heldByKey.put(key, held);
            bytes += key.length();
        } else {
            takeOut(held);
            tombstones.remove(held);
        }
        if (slots.count == slots.entries.length()) {
            copySlots();
        }
        slots.add(held, entry);
        bytes += EntrySize.of(entry) + EntrySize.OWN_ID_BYTES;
        if (hasOwnId) {
            ownIds.put(entry);
        }
        if (kind == Kind.TOMBSTONE) {
            held.nanos = limits.ticker().nanoTime();
            tombstones.add(held);
        }
        forgetExpiredTombstones();
        while (heldByKey.size() > limits.keys() || (bytes > limits.bytes() && heldByKey.size() > 1)) {
            forgetOne();
        }
    }

    private void forgetExpiredTombstones() {
        while (!tombstones.isEmpty()
                && limits.ticker().nanoTime() - tombstones.iterator().next().nanos > TOMBSTONE_NANOS) {
            forgetTombstone();
        }
    }

    private void forgetOne() {
        if (tombstones.isEmpty()) {
            forgetOldest();
        } else {
            forgetTombstone();
        }
    }

    private LogEntry takeOut(Held held) {
        LogEntry entry = slots.entries.getAndSet(held.slot, null);
        ownIds.remove(entry);
        bytes -= EntrySize.of(entry) + EntrySize.OWN_ID_BYTES;
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
        forget(current.held[oldest]);
    }

    private void forgetTombstone() {
        Held oldest = tombstones.iterator().next();
        tombstones.remove(oldest);
        // Before the entry is removed, too.
        tombstoneForgottenBefore = Math.max(tombstoneForgottenBefore, slots.positions[oldest.slot] + 1);
        forget(oldest);
    }

    private void forget(Held held) {
        LogEntry entry = takeOut(held);
        heldByKey.remove(held.key);
        bytes -= held.key.length();
        forgottenSequence = Math.max(forgottenSequence, entry.sequence());
    }

    /** Logs the first id that was repeated, once. Without the lock. */
    void reportRepeated() {
        ownIds.reportRepeated();
    }

    /** Returns the position after the last entry that was dropped because there were too many keys. */
    public long forgottenBefore() {
        return forgottenBefore;
    }

    /**
     * Returns the position after the last tombstone that was dropped: who knows a key from before may know a dead one.
     */
    public long tombstoneForgottenBefore() {
        return tombstoneForgottenBefore;
    }

    /** Returns true if a key had to be forgotten that was not dead. */
    public boolean isIncomplete() {
        return forgottenBefore > 0;
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
        LogEntry entry = ownIds.get(id);
        return entry == null || ownIds.isRepeated(id) || entry.position() + 1 < tombstoneForgottenBefore
                ? OptionalLong.empty()
                : OptionalLong.of(entry.position() + 1);
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
