package sse.history.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;

/**
 * Writes batches behind the newest segment, begins new segments and removes old ones. For use by one thread at a time:
 * the one that the {@link CommitQueue} lets write.
 *
 * <p>Batches are {@linkplain #add added} to a buffer, and {@linkplain #commit committed} at once. What is written
 * becomes readable at the end of that, or is cut off again.
 */
final class LogWriter {
    private static final System.Logger LOG = System.getLogger("sse.history.file");

    // Immutable after construction.
    private final Path directory;
    private final LogState state;
    private final FileSettings settings;

    // Confined to the thread that writes.
    private final RecordBuffer buffer = new RecordBuffer();
    private final List<Batch> batches = new ArrayList<>();
    private @Nullable SegmentFile file;
    private long end;
    private long nextOrdinal;
    private long newestMillis;
    private boolean unforced;

    /** A batch in the buffer: its entries, and where it ends there. */
    private record Batch(int entries, int bufferEnd) {}

    LogWriter(Path directory, LogState state, FileSettings settings) {
        this.directory = directory;
        this.state = state;
        this.settings = settings;
        this.newestMillis = state.newestMillis();
    }

    /** Opens the newest segment, if it is of the present term. */
    void open() throws IOException {
        Optional<Segment> newest =
                state.newest().filter(segment -> segment.header().term() == state.term());
        if (newest.isPresent()) {
            file = settings.opener().open(newest.get().path());
            end = newest.get().end();
        }
    }

    /** Prepares for batches, of which the first takes some bytes at most. */
    void begin(long bytes) throws IOException {
        buffer.clear();
        batches.clear();
        boolean isFull = end > SegmentHeader.BYTES && end + bytes > settings.segmentBytes();
        if (file == null || isFull) {
            beginSegment();
            removeExpired(settings.retention());
        }
        nextOrdinal = state.end();
    }

    /** Returns true if another batch fits in the segment. */
    boolean fits(long bytes) {
        return end + buffer.size() + bytes <= settings.segmentBytes();
    }

    /** Adds a batch and returns its ids. */
    List<EntryId> add(List<Publication> batch) {
        newestMillis = Math.max(newestMillis, settings.clock().millis());
        List<EntryId> ids = new ArrayList<>(batch.size());
        long number = nextOrdinal - state.termOrdinal();
        for (int i = 0; i < batch.size(); i++) {
            EntryId id = EntryId.of(state.log(), state.term(), number + i);
            buffer.add(batch.get(i).withId(id), newestMillis, batch.size() - 1 - i);
            ids.add(id);
        }
        nextOrdinal += batch.size();
        batches.add(new Batch(batch.size(), buffer.size()));
        return ids;
    }

    /**
     * Writes the batches that were added, and makes them readable.
     *
     * @throws IOException if nothing of them is stored
     * @throws FatalWriteException if it is not known what is stored, and nothing may be written any more
     */
    void commit() throws IOException {
        SegmentFile written = open(file);
        try {
            written.write(end, buffer.array(), buffer.size());
        } catch (IOException failure) {
            cutOff(written, failure);
            throw failure;
        }
        unforced = true;
        if (settings.flush().isEachCommit()) {
            force();
        }
        for (Batch batch : batches) {
            state.append(batch.entries(), end + batch.bufferEnd(), newestMillis);
        }
        end += buffer.size();
    }

    private void cutOff(SegmentFile written, IOException failure) throws FatalWriteException {
        try {
            written.truncate(end);
        } catch (IOException cannotCut) {
            failure.addSuppressed(cannotCut);
            throw new FatalWriteException("an incomplete write could not be undone", failure);
        }
    }

    private static SegmentFile open(@Nullable SegmentFile file) {
        if (file == null) {
            throw new IllegalStateException("a segment must be open");
        }
        return file;
    }

    /** Returns true if something was written that was not forced to the disk. */
    boolean isUnforced() {
        return unforced;
    }

    /** Forces what was written to the disk. */
    void force() throws FatalWriteException {
        if (file == null || !unforced) {
            return;
        }
        try {
            file.force();
            unforced = false;
        } catch (IOException failure) {
            // The system may have dropped what it could not write: a second attempt would succeed without it.
            throw new FatalWriteException("what was written could not be forced to the disk", failure);
        }
    }

    private void beginSegment() throws IOException {
        SegmentHeader header = state.nextHeader();
        Segment segment = new Segment(directory.resolve(header.fileName()), header);
        SegmentFile created = settings.opener().open(segment.path());
        try {
            created.truncate(0);
            created.write(0, header.encode(), SegmentHeader.BYTES);
            if (!settings.flush().equals(Flush.never())) {
                force(); // The segment before: no entry is on the disk that follows a lost one.
                created.force();
                Directories.force(directory);
            }
        } catch (IOException failure) {
            discard(created, segment.path(), failure);
            throw failure;
        }
        SegmentFile before = file;
        file = created;
        end = SegmentHeader.BYTES;
        unforced = false;
        state.add(segment);
        if (before != null) {
            before.close();
        }
    }

    private static void discard(SegmentFile created, Path path, IOException failure) {
        try {
            created.close();
            Files.delete(path);
        } catch (IOException left) {
            failure.addSuppressed(left); // It has no entry, and is overwritten by the next attempt.
        }
    }

    /** Removes the segments that are not to be retained. */
    void removeExpired(Retention retention) throws IOException {
        long now = settings.clock().millis();
        Optional<Segment> newest = state.newest();
        if (newest.isPresent() && !newest.get().isEmpty() && retention.isExpired(newestMillis, now)) {
            beginSegment();
        }
        for (Segment removed : state.removeExpired(retention, now)) {
            try {
                Files.deleteIfExists(removed.path());
            } catch (IOException failure) {
                LOG.log(System.Logger.Level.WARNING, "segment could not be removed: " + removed.path(), failure);
            }
        }
    }

    /** Closes the segment. */
    void release() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
