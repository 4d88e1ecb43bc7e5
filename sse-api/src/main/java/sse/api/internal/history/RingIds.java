package sse.api.internal.history;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.IdOrder;

/**
 * The ids of the entries of a ring, and of the one that was evicted last. Guarded by the sequence.
 *
 * <p>Ids that a topic makes are looked up by number: entries are in the order of their numbers, so a binary search
 * finds the first one after it. Ids that events bring are in a map while they are retained; if they are known to grow,
 * they are searched, too, and need no map.
 */
final class RingIds {
    private final Sequence sequence;
    private final EntryRing ring;
    private final CustomIdIndex ownIds;
    private final OwnIdOrder order;
    private final boolean areOrdered; // Known here, so that a publisher does not look further.
    private final LastEvicted lastEvicted = new LastEvicted();

    RingIds(Sequence sequence, EntryRing ring, IdOrder order) {
        this.sequence = sequence;
        this.ring = ring;
        this.ownIds = new CustomIdIndex(sequence);
        this.order = new OwnIdOrder(order);
        this.areOrdered = this.order.isKnown();
    }

    /** Returns true if all events bring ids, which grow. */
    boolean areOrdered() {
        return areOrdered;
    }

    /** Checks the ids of events that are to be appended. If this throws, nothing has changed. */
    void require(List<Event> events) {
        if (areOrdered) {
            order.require(events);
        }
    }

    /** Adds the ids of entries whose events bring them. If memory runs out, nothing has changed. */
    void add(List<Event> events, List<LogEntry> entries) {
        if (!areOrdered) {
            ownIds.putAll(events, entries);
        } else if (!entries.isEmpty()) {
            order.advanceTo(entries.get(entries.size() - 1).id());
        }
    }

    /** Notes that an entry was evicted. */
    void onEvicted(LogEntry entry) {
        lastEvicted.set(entry.sequence(), entry.id(), ownIds.isRepeated(entry.id()));
        if (!areOrdered) {
            ownIds.remove(entry);
        }
    }

    /** Begins behind an entry that another log holds. */
    void beginAfter(long number, @Nullable String id) {
        lastEvicted.begin(number, id);
    }

    /** Returns the last evicted entry, as far as it is known. */
    Optional<NumberedId> lastEvicted() {
        return lastEvicted.id();
    }

    /** Returns the memory of the ids. */
    long bytes() {
        return ownIds.bytes();
    }

    /** Logs the first id that was repeated, once. Without the lock. */
    void reportRepeated() {
        ownIds.reportRepeated();
    }

    /** Looks an id up, among the entries between two positions. */
    IdLookup find(String id, long tail, long head) {
        LogEntry own = ownIds.get(id);
        if (own != null) {
            return ownIds.isRepeated(id) ? IdLookup.FOREIGN : IdLookup.retained(own.position() + 1);
        }
        if (lastEvicted.hasId(id)) {
            return lastEvicted.isRepeated() ? IdLookup.FOREIGN : IdLookup.retained(tail);
        }
        long number = sequence.numberOf(id);
        if (number >= 0) {
            return number < lastEvicted.sequence()
                    ? IdLookup.evicted(lastEvicted.lostAfter(number))
                    : IdLookup.retained(ring.firstAfter(number, tail, head));
        }
        if (number == Sequence.NOT_YET) {
            return IdLookup.NOT_YET;
        }
        return order.contains(id) ? findOrdered(id, tail, head) : IdLookup.FOREIGN;
    }

    private IdLookup findOrdered(String id, long tail, long head) {
        if (order.isAhead(id)) {
            return IdLookup.NOT_YET;
        }
        Optional<NumberedId> evicted = lastEvicted.id();
        if (evicted.isPresent()) {
            return order.compare(id, evicted.get().id()) < 0
                    ? IdLookup.evicted(-1)
                    : IdLookup.retained(firstAfter(id, tail, head));
        }
        // What was before the first event is not known, unless nothing can have been.
        String first = ring.get(tail).id();
        return order.compare(id, first) < 0 && !order.areNeighbours(id, first)
                ? IdLookup.FOREIGN
                : IdLookup.retained(firstAfter(id, tail, head));
    }

    private long firstAfter(String id, long tail, long head) {
        long low = tail;
        long high = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (order.compare(ring.get(middle).id(), id) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
