package sse.history.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiPredicate;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/**
 * Reads entries from the files. Thread-safe.
 *
 * <p>Each page opens its file anew: a thread that is interrupted while it reads closes no file of others, and a segment
 * that is removed meanwhile is read to its end. Nothing is read behind what is stored by the state.
 */
final class LogReader {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int PAGE_ENDS = 64;

    // Immutable after construction.
    private final LogState state;

    // Written by any thread: where the last pages ended, so that the next one begins there.
    private final AtomicReferenceArray<SparseIndex.Place> pageEnds = new AtomicReferenceArray<>(PAGE_ENDS);

    LogReader(LogState state) {
        this.state = state;
    }

    /** Reads the entries that follow a position. */
    ReadResult readAfter(EntryId position, ReadLimits limits) throws IOException {
        Optional<ReadResult> refusal = state.refusal(position);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        long ordinal = state.ordinalAfter(position);
        Page page = new Page(limits);
        read(ordinal, page::add);
        if (page.entries.isEmpty()) {
            Optional<ReadResult> gone = state.gone(ordinal);
            if (gone.isPresent()) {
                return gone.get();
            }
        }
        return ReadResult.page(page.entries);
    }

    /** Reads the newest entries. */
    List<LogEntry> readNewest(ReadLimits limits) throws IOException {
        long bytes = Math.min(limits.bytes(), Long.MAX_VALUE / 2);
        while (true) {
            long end = state.end();
            long oldest = state.oldest(limits.entries());
            long from = Math.max(oldest, state.newest(bytes));
            Newest newest = new Newest(limits);
            long readTo = read(from, newest::add);
            if (readTo >= end && (newest.isFull || from == oldest)) {
                return List.copyOf(newest.entries);
            }
            bytes = Math.min(2 * bytes, Long.MAX_VALUE / 2); // Too little, or removed meanwhile.
        }
    }

    /** The entries of a page. Confined to the thread that reads it. */
    private static final class Page {
        private final ReadLimits limits;
        private final List<LogEntry> entries = new ArrayList<>();
        private long bytes;

        Page(ReadLimits limits) {
            this.limits = limits;
        }

        boolean add(RecordCursor record, EntryId id) {
            if (!limits.allow(entries.size(), bytes, record.frameSize())) {
                return false;
            }
            entries.add(record.entry(id));
            bytes += record.frameSize();
            return true;
        }
    }

    /** The last of the entries that were read. Confined to the thread that reads them. */
    private static final class Newest {
        private final ReadLimits limits;
        private final Deque<LogEntry> entries = new ArrayDeque<>();
        private long bytes;
        private boolean isFull;

        Newest(ReadLimits limits) {
            this.limits = limits;
        }

        boolean add(RecordCursor record, EntryId id) {
            while (!limits.allow(entries.size(), bytes, record.frameSize())) {
                bytes -= entries.remove().frame().size();
                isFull = true;
            }
            entries.add(record.entry(id));
            bytes += record.frameSize();
            return true;
        }
    }

    /** How far entries were read. Confined to the thread that reads them. */
    private static final class Progress {
        private long ordinal;
        private boolean ended;

        Progress(long ordinal) {
            this.ordinal = ordinal;
        }
    }

    /** Reads from an entry on until a consumer returns false, and returns the entry behind the last that it took. */
    private long read(long from, BiPredicate<RecordCursor, EntryId> consumer) throws IOException {
        Progress progress = new Progress(from);
        Optional<LogState.Slice> slice = state.slice(from);
        while (slice.isPresent() && !progress.ended) {
            readSlice(slice.get(), consumer, progress);
            slice = state.slice(progress.ordinal);
        }
        return progress.ordinal;
    }

    private void readSlice(LogState.Slice slice, BiPredicate<RecordCursor, EntryId> consumer, Progress progress)
            throws IOException {
        Segment segment = slice.segment();
        SparseIndex.Place from = begin(slice);
        try (FileChannel file = FileChannel.open(segment.path(), StandardOpenOption.READ)) {
            RecordCursor record = new RecordCursor(file, from.offset(), slice.end(), BUFFER_BYTES);
            long ordinal = from.ordinal();
            EntryId id = segment.idOf(ordinal);
            while (isRecord(record, segment, id)) {
                if (ordinal >= slice.ordinal() && !consumer.test(record, id)) {
                    pageEnds.set(slot(ordinal), new SparseIndex.Place(ordinal, record.offset()));
                    progress.ended = true;
                    break;
                }
                ordinal++;
                id = id.next();
            }
            progress.ordinal = ordinal;
        } catch (NoSuchFileException removed) {
            if (state.gone(slice.ordinal()).isEmpty()) {
                throw removed;
            }
        }
    }

    /** Goes to the next record. Returns false at the end. */
    private static boolean isRecord(RecordCursor record, Segment segment, EntryId id) throws IOException {
        return switch (record.next(id.number())) {
            case RECORD -> true;
            case END -> false;
            case DAMAGE ->
                throw new IOException("segment must have entry " + id + " at byte " + record.offset()
                        + ", which is damaged: " + segment.path());
        };
    }

    private SparseIndex.Place begin(LogState.Slice slice) {
        SparseIndex.Place end = pageEnds.get(slot(slice.ordinal()));
        return end != null && end.ordinal() == slice.ordinal() ? end : slice.from();
    }

    private static int slot(long ordinal) {
        return (int) ((ordinal * 0x9E3779B97F4A7C15L) >>> 58);
    }
}
