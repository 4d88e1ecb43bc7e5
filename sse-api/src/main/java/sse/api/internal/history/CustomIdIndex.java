package sse.api.internal.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sse.api.Event;

/**
 * The retained entries of events that were published with ids of their own, by id. Only putting allocates. Not
 * thread-safe.
 */
final class CustomIdIndex {
    private final Map<String, LogEntry> entryById = new HashMap<>();

    int size() {
        return entryById.size();
    }

    @Nullable
    LogEntry get(String id) {
        return entryById.get(id);
    }

    /** Adds the entries of those events that were published with an id. If memory runs out, nothing has changed. */
    void putAll(List<Event> events, List<LogEntry> entries) {
        @Nullable LogEntry[] before = new LogEntry[events.size()];
        int done = 0;
        try {
            for (; done < before.length; done++) {
                if (events.get(done).id().isPresent()) {
                    before[done] = entryById.put(entries.get(done).id(), entries.get(done));
                }
            }
        } catch (RuntimeException | Error failure) {
            while (--done >= 0) {
                putBack(entries.get(done), before[done]);
            }
            throw failure;
        }
    }

    private void putBack(LogEntry entry, @Nullable LogEntry before) {
        if (before == null) {
            remove(entry);
        } else {
            entryById.replace(entry.id(), before);
        }
    }

    /** Removes an entry, unless a later one has the same id. */
    void remove(LogEntry entry) {
        LogEntry present = entryById.get(entry.id());
        if (present != null && present.position() == entry.position()) {
            entryById.remove(entry.id());
        }
    }
}
