package sse.api.internal.history;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import sse.api.spi.history.EntryId;

/**
 * The numbers of entries whose ids are assigned by a log outside the process. Thread-safe; writers hold the lock.
 *
 * <p>Ids have no holes within a term, so a number is the number of the id and a base, which each term has. The terms
 * follow one another:
 *
 * <pre>
 *   id       1-5  1-6  1-7 | 2-0  2-1 | 5-0
 *   number   105  106  107 | 108  109 | 110 = last
 *   base     100             108        110
 * </pre>
 *
 * An id behind the end of an earlier term was lost with that term, and stands for its end.
 */
public final class LogSequence extends Sequence {
    /** Larger than any number of an id, so that older ids have positive numbers, too. */
    private static final long FIRST = 1L << 61;

    // Guarded by this.
    private final NavigableMap<Long, Long> baseByTerm = new TreeMap<>();
    private String log = "";

    /** Creates a sequence that is not started. */
    public LogSequence() {
        super("");
    }

    /** Starts at a position, also of another log than before. Returns the position's number. */
    public synchronized long start(EntryId position) {
        long number = Math.max(FIRST, last() + 1);
        log = position.log();
        baseByTerm.clear();
        baseByTerm.put(position.term(), number - position.number());
        advanceTo(number);
        return number;
    }

    /** Returns the number that the next entry has, or -1 if the entry is not behind the last one. */
    public synchronized long next(EntryId id) {
        if (!id.log().equals(log)) {
            throw new IllegalStateException("entry must be of log " + log + ": " + id);
        }
        if (id.term() < baseByTerm.lastKey()) {
            return -1;
        }
        long number = baseByTerm.computeIfAbsent(id.term(), term -> last() + 1) + id.number();
        return number > last() ? number : -1;
    }

    /** Returns the number of an id, or {@link #FOREIGN}, or {@link #NOT_YET}; 0 if it is older than the start. */
    public synchronized long numberOf(EntryId id) {
        if (!id.log().equals(log)) {
            return FOREIGN;
        }
        Map.Entry<Long, Long> term = baseByTerm.floorEntry(id.term());
        if (term == null) {
            return 0;
        }
        Map.Entry<Long, Long> next = baseByTerm.higherEntry(id.term());
        long end = next == null ? last() : next.getValue() - 1;
        if (term.getKey() < id.term()) {
            return next == null ? NOT_YET : end;
        }
        long number = term.getValue() + id.number();
        return number <= end ? number : next == null ? NOT_YET : end;
    }

    @Override
    public long numberOf(String id) {
        return EntryId.parse(id).map(this::numberOf).orElse(FOREIGN);
    }
}
