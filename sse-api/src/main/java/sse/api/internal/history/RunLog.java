package sse.api.internal.history;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sse.api.Event;

/**
 * The events of a run: a ring while it is running, afterwards one array, which takes less memory. Its ids are those of
 * a sequence of its own, whose epoch cannot be guessed, so that an id of another run is foreign.
 *
 * <p>Lanes read it without a lock. What changes it is called under the lock of its run, until it is closed.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // They are written under one lock only.
public final class RunLog implements EntryLog {
    /** The memory of a run besides its events and the characters of its key, as far as limits count it. */
    public static final long RUN_BYTES = 640;

    private static final SecureRandom RANDOM = new SecureRandom();

    // Immutable after construction.
    private final Sequence sequence;
    private final RunLimits limits;

    // Written under the run's lock, read by any thread.
    private volatile Entries entries;
    private volatile long head;
    private volatile long tail;
    private volatile long bytes;

    // Guarded by the run until the log is closed, then confined to the thread that compacts it.
    private @Nullable EntryRing ring;
    private boolean closed;

    /**
     * Creates a log.
     *
     * @param idPrefix what every id begins with
     */
    public RunLog(String idPrefix, RunLimits limits) {
        this.sequence = new Sequence(idPrefix + Long.toUnsignedString(RANDOM.nextLong(), Character.MAX_RADIX));
        this.limits = limits;
        EntryRing empty = new EntryRing();
        this.ring = empty;
        this.entries = empty;
    }

    /** Appends events without ids, and evicts the oldest ones if the limits are exceeded. */
    @Override
    public List<LogEntry> append(List<Event> events) {
        EntryRing open = requireOpen();
        List<LogEntry> appended = new ArrayList<>(events.size());
        for (Event event : events) {
            long number = head + appended.size() + 1;
            NumberedFrame frame = new NumberedFrame(event, sequence.idPrefix(), number);
            appended.add(new LogEntry(number - 1, number, frame.idWithNumber(number), frame.withNumber(number)));
        }
        open.makeRoom(tail, head, head + appended.size());
        for (LogEntry entry : appended) {
            open.set(entry, 0);
            bytes += EntrySize.of(entry);
            sequence.advanceTo(entry.sequence());
            head = entry.position() + 1;
        }
        while (head - tail > limits.events() || (bytes > limits.bytes() && head - tail > 1)) {
            evictOldest(open);
        }
        return appended;
    }

    private EntryRing requireOpen() {
        if (closed || ring == null) {
            throw new IllegalStateException("log must be open to append: it is closed");
        }
        return ring;
    }

    private void evictOldest(EntryRing from) {
        bytes -= EntrySize.of(from.remove(tail));
        tail = tail + 1;
    }

    /** Evicts the oldest events, but not the newest one, until a number of bytes has become free. */
    public void evict(long excess) {
        EntryRing open = requireOpen();
        long until = bytes - excess;
        while (bytes > until && head - tail > 1) {
            evictOldest(open);
        }
    }

    /** Closes the log: nothing is appended or evicted from now on. */
    public void close() {
        closed = true;
    }

    /** Has the events of a closed log take less memory. Once, by the thread that has closed it, without the lock. */
    public void compact() {
        EntryRing full = ring;
        if (!closed || full == null) {
            throw new IllegalStateException("log must be closed to be compacted, and once");
        }
        List<LogEntry> retained = new ArrayList<>((int) (head - tail));
        for (long position = tail; position < head; position++) {
            retained.add(full.get(position));
        }
        ring = null;
        if (FrameArchive.fits(retained)) {
            FrameArchive archive = FrameArchive.of(sequence, retained);
            entries = archive;
            bytes = archive.size();
        }
    }

    /** Returns the approximate memory of the events. */
    public long bytes() {
        return bytes;
    }

    /** Returns what the ids of this log begin with, and those of no other. */
    public String idPrefix() {
        return sequence.idPrefix();
    }

    /** Returns what the ids of a log begin with that has an id; any text if no log can have it. */
    public static String idPrefixOf(String id) {
        return id.substring(0, id.lastIndexOf('-') + 1);
    }

    /** Returns true if an id is that of an event of this log, evicted ones included. */
    public boolean hasId(String id) {
        return sequence.numberOf(id) > 0;
    }

    /** Returns true if an id is that of the newest event. */
    public boolean isNewest(String id) {
        return sequence.numberOf(id) == head;
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public long tail() {
        return tail;
    }

    @Override
    public int read(long from, LogEntry[] into) {
        return entries.read(from, into);
    }

    /** A position is the number of the event before it. */
    @Override
    public OptionalLong positionAfter(String id) {
        long number = sequence.numberOf(id);
        return number < tail ? OptionalLong.empty() : OptionalLong.of(number);
    }

    @Override
    public boolean hasOwnSequence() {
        return true;
    }

    @Override
    public long readableSequence() {
        return sequence.last();
    }
}
