package sse.history.file;

import java.nio.file.Path;
import sse.api.spi.history.EntryId;

/** What is known of a segment: a file with entries of one term. Guarded by its {@link LogState}. */
final class Segment {
    // Immutable after construction.
    private final Path path;
    private final SegmentHeader header;

    // Guarded by the state of the log.
    private final SparseIndex index = new SparseIndex();
    private long count;
    private long end = SegmentHeader.BYTES;
    private long newestMillis = Long.MIN_VALUE;

    Segment(Path path, SegmentHeader header) {
        this.path = path;
        this.header = header;
    }

    /** Adds a batch that ends at an offset. */
    void add(int entries, long newEnd, long millis) {
        index.add(header.ordinal() + count, end);
        count += entries;
        end = newEnd;
        newestMillis = Math.max(newestMillis, millis);
    }

    Path path() {
        return path;
    }

    SegmentHeader header() {
        return header;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Returns where the last complete batch ends. */
    long end() {
        return end;
    }

    /** Returns the time of the newest entry; the smallest number if there is none. */
    long newestMillis() {
        return newestMillis;
    }

    /** Returns how many entries the log has up to the end of this segment. */
    long endOrdinal() {
        return header.ordinal() + count;
    }

    /** Returns the id of an entry. */
    EntryId idOf(long ordinal) {
        return EntryId.of(header.log(), header.term(), header.first() + (ordinal - header.ordinal()));
    }

    /** Returns the id of the newest entry up to the end of this segment. */
    EntryId last() {
        return isEmpty() ? header.previous() : idOf(endOrdinal() - 1);
    }

    /** Returns the last place of the index that is not behind an entry of this segment. */
    SparseIndex.Place placeBefore(long ordinal) {
        return index.before(ordinal);
    }

    /** Returns the last place of the index that is not behind an offset, or the first. The segment is not empty. */
    SparseIndex.Place placeAtOffset(long offset) {
        return index.atOffset(offset);
    }
}
