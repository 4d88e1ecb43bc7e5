package sse.redis;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import sse.api.spi.history.EntryId;

/**
 * The terms of a log and the last id before each: what a hole between two ids means. Immutable.
 *
 * <pre>
 *   term      1            2        3      (2 ended with its primary, which had given 2-3 and 2-4)
 *   ids       1-0 1-1 1-2  2-0 2-1 2-2     3-0 3-1
 *   before    origin       1-2             2-2
 * </pre>
 */
final class Terms {
    /** The bits of a term that distinguish primaries; the others count. */
    private static final int BRANCH_BITS = 20;

    private final String hub;
    private final NavigableMap<Long, EntryId> before;

    private Terms(String hub, NavigableMap<Long, EntryId> before) {
        this.hub = hub;
        this.before = before;
    }

    /** Creates the terms of a hub from the last id before each. */
    static Terms of(String hub, Map<Long, EntryId> before) {
        return new Terms(hub, new TreeMap<>(before));
    }

    /** Creates the terms of a log of which nothing is known. */
    static Terms none(String hub) {
        return of(hub, Map.of());
    }

    String hub() {
        return hub;
    }

    /** Returns the present term, or 0 if no id was given. */
    long present() {
        return before.isEmpty() ? 0 : before.lastKey();
    }

    /** Returns true if a position is of a term of this log, or its origin. */
    boolean contain(EntryId position) {
        return position.term() == 0 || before.containsKey(position.term());
    }

    /** Returns the position, or the end of its term if it is beyond that. */
    EntryId within(EntryId position) {
        Map.Entry<Long, EntryId> next = before.higherEntry(position.term());
        return next != null && position.compareTo(next.getValue()) > 0 ? next.getValue() : position;
    }

    /** Returns the id before another one, or the origin. */
    EntryId before(EntryId id) {
        return id.number() > 0
                ? EntryId.of(hub, id.term(), id.number() - 1)
                : before.getOrDefault(id.term(), EntryId.origin(hub));
    }

    /** Returns the number of ids after a position, up to another one that is not before it. */
    long count(EntryId from, EntryId to) {
        if (from.term() == to.term()) {
            return to.number() - from.number();
        }
        long count = to.number() + 1;
        long counted = from.term();
        for (Map.Entry<Long, EntryId> next :
                before.subMap(from.term(), false, to.term(), true).entrySet()) {
            EntryId end = next.getValue();
            if (end.term() == counted && counted != 0) { // Otherwise the term has no entries.
                count += end.number() - (counted == from.term() ? from.number() : -1);
            }
            counted = next.getKey();
        }
        return count;
    }

    /**
     * Returns the last position that this log and another branch of it have in common, for a reader of that branch: two
     * servers were primaries at the same time.
     *
     * @param branch the terms that the reader knows
     * @param head the newest id of this log
     */
    EntryId fork(Terms branch, EntryId head) {
        Long common = before.lastEntry() == null ? null : before.lastKey();
        while (common != null && !branch.before.containsKey(common)) {
            common = before.lowerKey(common);
        }
        Map.Entry<Long, EntryId> here = common == null ? null : before.higherEntry(common);
        Map.Entry<Long, EntryId> there = common == null ? null : branch.before.higherEntry(common);
        if (there == null) {
            return EntryId.origin(hub);
        }
        EntryId end = here == null ? head : here.getValue();
        return end.compareTo(there.getValue()) < 0 ? end : there.getValue();
    }

    /** Returns where a reader of a branch goes on of which only an id is known. */
    EntryId fork(EntryId ofBranch) {
        long counter = ofBranch.term() >> BRANCH_BITS;
        Map.Entry<Long, EntryId> next = before.ceilingEntry(counter << BRANCH_BITS);
        return next == null ? EntryId.origin(hub) : next.getValue();
    }
}
