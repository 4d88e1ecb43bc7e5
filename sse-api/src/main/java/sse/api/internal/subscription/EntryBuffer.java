package sse.api.internal.subscription;

import java.util.Arrays;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.LogEntry;
import sse.api.internal.wire.FrameBatch;

/** Entries that were read from a log, on their way into a batch. Confined to its lane; allocates nothing. */
public final class EntryBuffer {
    private static final int CAPACITY = 256;

    private static final LogEntry[] NONE = {};

    private LogEntry[] entries = NONE;
    private int count;

    /** Reads the entries of a log from a position on, up to another one. */
    public void read(EntryLog log, long from, long until) {
        allocate();
        count = (int) Math.min(log.read(from, entries), until - from);
    }

    /** Reads the next entries of a subscription, up to a position. */
    void read(CatchUpReader reader, TopicSubscription subscription, long until) {
        allocate();
        count = reader.read(subscription, until, entries);
    }

    /** On first use: of thousands of topics of a stream, whose subscriptions are independent, none reads here. */
    private void allocate() {
        if (entries == NONE) {
            entries = new LogEntry[CAPACITY];
        }
    }

    /** Adds the frames to a batch, as many as fit, and returns how many. */
    public int addTo(FrameBatch batch) {
        int added = 0;
        while (added < count && batch.add(entries[added].frame())) {
            added++;
        }
        return added;
    }

    /** Returns an entry. */
    public LogEntry get(int index) {
        return entries[index];
    }

    /** Releases all entries: the log decides how long an entry is held. */
    @SuppressWarnings("NullAway") // The entries from count on are not read.
    public void clear() {
        Arrays.fill(entries, null);
        count = 0;
    }
}
