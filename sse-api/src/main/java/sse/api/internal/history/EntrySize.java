package sse.api.internal.history;

import java.util.List;
import sse.api.Event;

/** The approximate memory of entries in a log, in bytes. */
final class EntrySize {
    /**
     * The memory of an entry besides its encoded bytes and the characters of its id: objects, their padding, its slot
     * in the ring.
     */
    static final long ENTRY_BYTES = 144;

    /** The additional memory of an event that was published with an id: the entry of the map. */
    static final long OWN_ID_BYTES = 80;

    private EntrySize() {}

    /** Returns the memory of an entry, without what an id of its own takes. */
    static long of(LogEntry entry) {
        return ENTRY_BYTES + entry.frame().size() + entry.id().length();
    }

    /** Returns the memory that the entries of events will take, approximately. */
    static long of(List<Event> events) {
        long size = 0;
        for (int i = 0; i < events.size(); i++) {
            size += ENTRY_BYTES + events.get(i).encodedLength();
        }
        return size;
    }
}
