package sse.api.internal.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sse.api.Event;

/**
 * The retained entries of events that were published with ids of their own, by id. Only putting allocates. Guarded by
 * the sequence, but for {@link #reportRepeated}.
 *
 * <p>An id that is published again does not identify the event that a client has received last: one that resumes from
 * it would miss what was published between them. Such an id is marked, and is no longer one to resume from.
 */
final class CustomIdIndex {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private final Sequence sequence;
    private final Map<String, LogEntry> entryById = new HashMap<>();
    private Set<String> repeated = Set.of();
    private final ForgottenIds forgotten = new ForgottenIds();

    // Written under the sequence's lock, read by any thread.
    private volatile @Nullable String unreported;
    private boolean reported;

    CustomIdIndex(Sequence sequence) {
        this.sequence = sequence;
    }

    /** Returns the memory of the ids. */
    long bytes() {
        return entryById.size() * EntrySize.OWN_ID_BYTES;
    }

    @Nullable
    LogEntry get(String id) {
        return entryById.get(id);
    }

    /** Returns true if an id that is here was published before, or is one that a topic has given. */
    boolean isRepeated(String id) {
        return repeated.contains(id);
    }

    /** Adds the entries of those events that were published with an id. If memory runs out, nothing has changed. */
    void putAll(List<Event> events, List<LogEntry> entries) {
        @Nullable LogEntry[] before = new LogEntry[events.size()];
        int done = 0;
        try {
            for (; done < before.length; done++) {
                if (events.get(done).id().isPresent()) {
                    before[done] = put(entries.get(done));
                }
            }
        } catch (RuntimeException | Error failure) {
            while (--done >= 0) {
                putBack(entries.get(done), before[done]);
            }
            throw failure;
        }
    }

    /** Adds an entry, and returns the one with the same id that it replaces. */
    @Nullable
    LogEntry put(LogEntry entry) {
        String id = entry.id();
        LogEntry before = entryById.put(id, entry);
        if (before != null || forgotten.contains(id) || sequence.numberOf(id) != Sequence.FOREIGN) {
            repeated = repeated.isEmpty() ? new HashSet<>(4) : repeated;
            repeated.add(id);
            if (!reported) {
                reported = true;
                unreported = id;
            }
        }
        return before;
    }

    private void putBack(LogEntry entry, @Nullable LogEntry before) {
        if (before == null) {
            entryById.remove(entry.id());
            unmark(entry.id());
        } else {
            entryById.replace(entry.id(), before); // Still marked, which is safe.
        }
    }

    /** Removes an entry, unless a later one has the same id. */
    void remove(LogEntry entry) {
        if (entryById.isEmpty()) {
            return; // As in most topics: the id, which is long out of the caches, need not be hashed.
        }
        LogEntry present = entryById.get(entry.id());
        if (present != null && present.position() == entry.position()) {
            entryById.remove(entry.id());
            unmark(entry.id());
            forgotten.add(entry.id());
        }
    }

    private void unmark(String id) {
        if (!repeated.isEmpty()) {
            repeated.remove(id);
        }
    }

    /** Logs the first id that was repeated, once. Without the lock. */
    void reportRepeated() {
        String id = unreported;
        if (id != null) {
            unreported = null;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "id was published twice in a topic; clients that resume from such an id receive the gap event: {0}",
                    id);
        }
    }
}
