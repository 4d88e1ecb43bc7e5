package sse.testkit.internal.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/**
 * The entries that survive a history or a process, as on a disk or in a broker. Thread-safe.
 *
 * <p>For each term the last id before it is retained, also when entries are dropped. These ids are used to move a
 * position in a lost tail to the end of its term, and to count the entries between two positions.
 */
public final class StoredLog {
    // Guarded by this.
    private final List<LogEntry> entries = new ArrayList<>();
    private final NavigableMap<Long, EntryId> lastBeforeTerm = new TreeMap<>();
    private String name;
    private long term;
    private long nextNumber;
    private EntryId tail;
    private int retained = Integer.MAX_VALUE;

    /** Creates an empty log that has assigned no id. */
    public StoredLog(String name) {
        this.name = name;
        this.tail = EntryId.origin(name);
        beginTerm();
    }

    /** Begins the next term. */
    public synchronized void beginTerm() {
        EntryId last = head();
        term++;
        nextNumber = 0;
        lastBeforeTerm.put(term, last);
    }

    /** Drops the newest entries, as a crash does before they are stored, and begins the next term. */
    public synchronized void loseNewest(int count) {
        entries.subList(Math.max(0, entries.size() - count), entries.size()).clear();
        beginTerm();
    }

    /** Drops all entries and changes the name. */
    public synchronized void reset(String newName) {
        name = newName;
        entries.clear();
        lastBeforeTerm.clear();
        tail = EntryId.origin(newName);
        term = 0;
        beginTerm();
    }

    /** Sets the maximum number of entries that are retained. */
    public synchronized void retain(int count) {
        retained = count;
        trim();
    }

    private void trim() {
        int excess = entries.size() - retained;
        if (excess > 0) {
            tail = entries.get(excess - 1).id();
            entries.subList(0, excess).clear();
        }
    }

    /** Appends publications and returns their ids. */
    public synchronized List<EntryId> append(List<Publication> batch) {
        List<EntryId> ids = new ArrayList<>(batch.size());
        for (Publication publication : batch) {
            EntryId id = EntryId.of(name, term, nextNumber++);
            entries.add(publication.withId(id));
            ids.add(id);
        }
        trim();
        return ids;
    }

    /** Begins the terms up to one. */
    public synchronized void beginTermsUpTo(long last) {
        while (term < last) {
            beginTerm();
        }
    }

    /** Returns the id of the entry that is appended next. */
    public synchronized EntryId nextId() {
        return EntryId.of(name, term, nextNumber);
    }

    /** Adds an entry that was stored before, of the present or a later term. */
    public synchronized void restore(LogEntry entry) {
        beginTermsUpTo(entry.id().term());
        nextNumber = entry.id().number() + 1;
        entries.add(entry);
    }

    /** Returns the name. */
    public synchronized String name() {
        return name;
    }

    /** Returns the id of the newest entry. */
    public synchronized EntryId head() {
        return entries.isEmpty() ? tail : entries.get(entries.size() - 1).id();
    }

    /** Returns the id of the last entry that was dropped. */
    public synchronized EntryId tail() {
        return tail;
    }

    /** Reads the newest entries. */
    public synchronized List<LogEntry> readNewest(ReadLimits limits) {
        int from = entries.size();
        long bytes = 0;
        while (from > 0
                && limits.allow(
                        entries.size() - from,
                        bytes,
                        entries.get(from - 1).frame().size())) {
            from--;
            bytes += entries.get(from).frame().size();
        }
        return List.copyOf(entries.subList(from, entries.size()));
    }

    /** Reads the entries that follow a position. */
    public synchronized ReadResult readAfter(EntryId position, ReadLimits limits) {
        if (!position.log().equals(name)) {
            return ReadResult.foreign();
        }
        if (position.term() > term || (position.term() == term && position.number() >= nextNumber)) {
            return ReadResult.notYet();
        }
        EntryId from = withinTerm(position);
        if (from.compareTo(tail) < 0) {
            return ReadResult.gone(Gap.of(count(from, tail), Gap.Reason.TRIMMED, tail));
        }
        List<LogEntry> page = new ArrayList<>();
        long bytes = 0;
        for (int i = indexAfter(from); i < entries.size(); i++) {
            LogEntry next = entries.get(i);
            if (!limits.allow(page.size(), bytes, next.frame().size())) {
                break;
            }
            page.add(next);
            bytes += next.frame().size();
        }
        return ReadResult.page(page);
    }

    /** Returns the position, or the end of its term if it is beyond that. */
    private EntryId withinTerm(EntryId position) {
        Map.Entry<Long, EntryId> next = lastBeforeTerm.higherEntry(position.term());
        return next != null && position.compareTo(next.getValue()) > 0 ? next.getValue() : position;
    }

    /** Returns the number of ids after a position, up to another one. */
    private long count(EntryId from, EntryId to) {
        if (from.term() == to.term()) {
            return to.number() - from.number();
        }
        long count = to.number() + 1;
        long counted = from.term();
        for (Map.Entry<Long, EntryId> next :
                lastBeforeTerm.subMap(from.term(), false, to.term(), true).entrySet()) {
            EntryId end = next.getValue();
            if (end.term() == counted) { // Otherwise the term has no entries.
                count += end.number() - (counted == from.term() ? from.number() : -1);
            }
            counted = next.getKey();
        }
        return count;
    }

    private int indexAfter(EntryId position) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).id().compareTo(position) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
