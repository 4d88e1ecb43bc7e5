package sse.history.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.ReadResult;

/**
 * What the files of a log hold: its segments, its terms, and which of its entries are retained. Thread-safe; does no
 * I/O.
 *
 * <p>Entries are counted from 0, over all terms, by their <em>ordinals</em>. Those before {@code dropped} are not
 * retained, those from {@code end} on are not stored yet:
 *
 * <pre>
 *      segment        segment           segment that is written
 *   |···········|····.───────────|─────────────────.·······
 *                    ^ dropped                     ^ end
 * </pre>
 *
 * <p>Files are removed as a whole; the limit of the number of entries is exact all the same, because what is before it
 * is not read any more.
 */
final class LogState {
    // Immutable after construction.
    private final String log;
    private final long maxEntries;

    // Guarded by this.
    private final List<Segment> segments = new ArrayList<>();
    private final Terms terms;
    private long trimmed;
    private long end;
    private EntryId head;

    LogState(String log, Terms terms, long maxEntries) {
        this.log = log;
        this.terms = terms;
        this.maxEntries = maxEntries;
        this.head = terms.present().after();
        this.end = terms.present().ordinal();
        this.trimmed = end; // As long as there is no segment.
    }

    /**
     * Where entries are read.
     *
     * @param segment the segment that has the entry
     * @param from where to begin, not behind the entry
     * @param ordinal the entry
     * @param end where the segment ends now
     */
    record Slice(Segment segment, SparseIndex.Place from, long ordinal, long end) {}

    String log() {
        return log;
    }

    /** Returns what the header of a segment must have been, or empty if its term is not known any more. */
    synchronized Optional<SegmentHeader> headerOf(long term, long first) {
        return terms.find(term).map(start -> {
            EntryId previous = first == 0 ? start.after() : EntryId.of(log, term, first - 1);
            return new SegmentHeader(log, term, first, start.ordinal() + first, previous);
        });
    }

    /** Returns true if a segment with a header begins where this log ends. */
    synchronized boolean isContinuedBy(SegmentHeader header) {
        boolean follows = header.ordinal() == end && header.previous().equals(head);
        return header.log().equals(log) && header.term() <= terms.present().term() && (segments.isEmpty() || follows);
    }

    /** Adds a segment behind all others, which continues them. */
    synchronized void add(Segment segment) {
        if (segments.isEmpty()) {
            trimmed = segment.header().ordinal();
        }
        segments.add(segment);
        head = segment.last();
        end = segment.endOrdinal();
    }

    /** Adds a batch to the newest segment. */
    synchronized void append(int entries, long endOffset, long millis) {
        Segment segment = segments.get(segments.size() - 1);
        segment.add(entries, endOffset, millis);
        head = segment.last();
        end = segment.endOrdinal();
    }

    /** Returns the newest segment. */
    synchronized Optional<Segment> newest() {
        return segments.isEmpty() ? Optional.empty() : Optional.of(segments.get(segments.size() - 1));
    }

    synchronized EntryId head() {
        return head;
    }

    synchronized long end() {
        return end;
    }

    /** Returns the time of the newest entry, or the smallest number if there is none. */
    synchronized long newestMillis() {
        return segments.stream().mapToLong(Segment::newestMillis).max().orElse(Long.MIN_VALUE);
    }

    /** Begins a term behind the newest entry. */
    synchronized void beginTerm(long term) {
        terms.begin(new Terms.Start(term, head, end));
    }

    synchronized long term() {
        return terms.present().term();
    }

    /** Returns how many entries the log had before the present term. */
    synchronized long termOrdinal() {
        return terms.present().ordinal();
    }

    synchronized List<Terms.Start> terms() {
        return List.copyOf(terms.starts());
    }

    /** Returns the header of a segment that continues the newest. */
    synchronized SegmentHeader nextHeader() {
        Terms.Start present = terms.present();
        return new SegmentHeader(log, present.term(), end - present.ordinal(), end, head);
    }

    private long dropped() {
        return Math.max(trimmed, end - Math.min(end, maxEntries));
    }

    /** Returns the id of the last entry that was dropped. */
    synchronized EntryId tail() {
        return tailAt(dropped());
    }

    private EntryId tailAt(long dropped) {
        if (segments.isEmpty() || dropped == end) {
            return head;
        }
        Segment segment = segmentOf(dropped);
        return dropped == segment.header().ordinal() ? segment.header().previous() : segment.idOf(dropped - 1);
    }

    /** Returns the segment that has an entry, which is retained. */
    private Segment segmentOf(long ordinal) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).endOrdinal() <= ordinal) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return segments.get(low);
    }

    /** Returns the answer for a position that no entry can be read from, or empty if the entries can be read. */
    synchronized Optional<ReadResult> refusal(EntryId position) {
        if (!position.log().equals(log)) {
            return Optional.of(ReadResult.foreign());
        }
        Terms.Start present = terms.present();
        if (position.term() > present.term()
                || (position.term() == present.term() && position.number() >= end - present.ordinal())) {
            return Optional.of(ReadResult.notYet());
        }
        OptionalLong from = terms.ordinalAfter(position);
        if (from.isEmpty()) {
            return Optional.of(ReadResult.gone(Gap.ofUnknownSize(Gap.Reason.TRIMMED, tail())));
        }
        return gone(from.getAsLong());
    }

    /** Returns the answer if an entry is no longer retained. */
    synchronized Optional<ReadResult> gone(long ordinal) {
        long dropped = dropped();
        return ordinal >= dropped
                ? Optional.empty()
                : Optional.of(ReadResult.gone(Gap.of(dropped - ordinal, Gap.Reason.TRIMMED, tailAt(dropped))));
    }

    /** Returns the ordinal of the entry that follows a position, which is not refused. */
    synchronized long ordinalAfter(EntryId position) {
        return terms.ordinalAfter(position).orElseThrow();
    }

    /** Returns where an entry is, or empty if it is not retained, or not stored yet. */
    synchronized Optional<Slice> slice(long ordinal) {
        if (ordinal < dropped() || ordinal >= end) {
            return Optional.empty();
        }
        Segment segment = segmentOf(ordinal);
        return Optional.of(new Slice(segment, segment.placeBefore(ordinal), ordinal, segment.end()));
    }

    /** Returns the oldest entry behind which there are not more than some entries. */
    synchronized long oldest(long entries) {
        return Math.max(dropped(), end - Math.min(end, entries));
    }

    /** Returns an entry from which on the files have at least some bytes, or the oldest. */
    synchronized long newest(long bytes) {
        long missing = bytes;
        long ordinal = end;
        for (int i = segments.size() - 1; i >= 0 && missing > 0; i--) {
            Segment segment = segments.get(i);
            if (!segment.isEmpty()) {
                SparseIndex.Place place = segment.placeAtOffset(segment.end() - missing);
                missing -= segment.end() - place.offset();
                ordinal = place.ordinal();
            }
        }
        return Math.max(dropped(), ordinal);
    }

    /** Drops all entries but the newest. */
    synchronized void trim(long retained) {
        trimmed = Math.max(trimmed, end - Math.min(end, retained));
    }

    /** Removes the oldest segments as the limits want, never the newest one, and returns them. */
    synchronized List<Segment> removeExpired(Retention retention, long nowMillis) {
        List<Segment> removed = new ArrayList<>();
        long bytes = segments.stream().mapToLong(Segment::end).sum();
        while (segments.size() > 1) {
            Segment oldest = segments.get(0);
            boolean drop = oldest.endOrdinal() <= dropped()
                    || bytes > retention.bytes()
                    || retention.isExpired(oldest.newestMillis(), nowMillis);
            if (!drop) {
                break;
            }
            bytes -= oldest.end();
            trimmed = Math.max(trimmed, oldest.endOrdinal());
            removed.add(segments.remove(0));
        }
        return removed;
    }
}
