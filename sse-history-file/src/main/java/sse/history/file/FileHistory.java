package sse.history.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/**
 * A history in the files of a directory. Give it to a hub:
 *
 * <pre>{@code
 * Hub hub = Hub.builder().history(FileHistory.open(Path.of("history"))).build();
 * }</pre>
 *
 * <p>An event that {@code publish} has acknowledged survives the end of the process, {@code kill -9} included; what
 * survives a crash of the machine is chosen by a {@link Flush}. Subscribers receive an event only then, so no client
 * has an id that a restart gives again.
 *
 * <p>The events are in <em>segments</em>, files to which bytes are only appended. When a limit of the retention is
 * exceeded, the oldest segments are removed as a whole. While it is open, the history keeps the directory for itself. A
 * batch that was not written completely when the process ended is cut off when the directory is opened again, with a
 * warning in the log. After an end without {@link #close} new ids are of a later term.
 *
 * <p>If a write fails, because the disk is full for example, the publication fails with {@code NOT_STORED}, and the
 * next one may succeed. If what was written cannot be forced to the disk, or an incomplete write cannot be undone,
 * nothing more is accepted until the history is opened again. Reading goes on in either case.
 *
 * <p>Thread-safe. {@link #append} may block while it writes; reading blocks its caller while it reads from the disk,
 * and uses memory for a page. A null argument causes a {@link NullPointerException}. The loggers' name is
 * {@code sse.history.file}.
 */
public final class FileHistory implements History {
    private static final int MAX_BATCH = 1024;

    private final OpenDirectory files;

    private FileHistory(OpenDirectory files) {
        this.files = files;
    }

    /**
     * Opens the history of a directory with every default.
     *
     * @param directory the directory; it is created if there is none
     * @return the open history
     * @throws IOException as {@link Builder#open} does
     */
    public static FileHistory open(Path directory) throws IOException {
        return builder(directory).open();
    }

    /**
     * Returns a builder with every default.
     *
     * @param directory the directory of the history, and of nothing else; it is created if there is none
     * @return a new builder
     */
    public static Builder builder(Path directory) {
        return new Builder(Objects.requireNonNull(directory, "directory"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException also if a topic's name has more than 65,535 bytes, or the batch more than 256
     *     MiB
     */
    @Override
    public CompletionStage<List<EntryId>> append(List<Publication> batch) {
        if (batch.size() > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "batch must have at most " + MAX_BATCH + " publications: " + batch.size());
        }
        return batch.isEmpty() ? completed(List::of) : files.submit(Commit.of(batch));
    }

    @Override
    public int maxBatch() {
        return MAX_BATCH;
    }

    @Override
    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(limits, "limits");
        return completed(() -> files.reader().readAfter(position, limits));
    }

    @Override
    public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return completed(() -> files.reader().readNewest(limits));
    }

    @Override
    public CompletionStage<EntryId> head() {
        return completed(files.log()::head);
    }

    @Override
    public CompletionStage<EntryId> tail() {
        return completed(files.log()::tail);
    }

    private interface Operation<T> {
        T run() throws IOException;
    }

    private <T> CompletionStage<T> completed(Operation<T> operation) {
        if (!files.isOpen()) {
            return CompletableFuture.failedFuture(new IllegalStateException("history must be open: it is closed"));
        }
        try {
            return CompletableFuture.completedFuture(operation.run());
        } catch (IOException | RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /**
     * Closes the history: fails what is queued, forces what was written to the disk, and releases the directory. May
     * block while that is done. If it fails, that is logged, and the next opening begins a later term. Closing again
     * does nothing.
     */
    @Override
    public void close() {
        files.close();
    }

    /** Returns what is open. For tests. */
    OpenDirectory files() {
        return files;
    }

    @Override
    public String toString() {
        return "FileHistory[" + files.path() + "]";
    }

    /** Collects the settings of a history, each with a default. For use by one thread. */
    public static final class Builder {
        private final Path directory;
        private long segmentSize = 8 << 20;
        private long maxEntries = Long.MAX_VALUE;
        private long maxBytes = 1 << 30;
        private Optional<Duration> maxAge = Optional.empty();
        private Flush flush = Flush.never();
        private boolean repair;
        private InstantSource clock = InstantSource.system();
        private SegmentFile.Opener opener = SegmentFile::open;

        private Builder(Path directory) {
            this.directory = directory;
        }

        /**
         * Sets the size of a segment: one that has reached it is not continued. Events are removed by segments, so it
         * is also how much more than the age wants is retained. Default: 8 MiB.
         *
         * @param bytes the number of bytes, 4 KiB to 1 GiB
         * @return this builder
         * @throws IllegalArgumentException if it is less or more
         */
        public Builder segmentSize(long bytes) {
            if (bytes < 4096 || bytes > 1 << 30) {
                throw new IllegalArgumentException("segment size must be between 4096 and 1073741824 bytes: " + bytes);
            }
            segmentSize = bytes;
            return this;
        }

        /**
         * Limits the number of events that are retained, of all topics. Default: no limit.
         *
         * @param entries the number of events, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder maxEntries(long entries) {
            maxEntries = positive("entries", entries);
            return this;
        }

        /**
         * Limits the bytes that the segments take on the disk. There is at least one segment, which may be exceeded by
         * a batch. Default: 1 GiB.
         *
         * @param bytes the number of bytes, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder maxBytes(long bytes) {
            maxBytes = positive("bytes", bytes);
            return this;
        }

        /**
         * Limits the age of events: a segment is removed when its newest event is older. It is measured by the system's
         * clock; one that is set back makes nothing older. Default: no limit.
         *
         * @param age the age, 1 millisecond to 36,500 days
         * @return this builder
         * @throws IllegalArgumentException if it is less or more
         */
        public Builder maxAge(Duration age) {
            Objects.requireNonNull(age, "age");
            if (age.compareTo(Duration.ofMillis(1)) < 0 || age.compareTo(Duration.ofDays(36_500)) > 0) {
                throw new IllegalArgumentException("age must be between 1 ms and 36,500 days: " + age);
            }
            maxAge = Optional.of(age);
            return this;
        }

        private static long positive(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException("maximum of " + name + " must be at least 1: " + value);
            }
            return value;
        }

        /**
         * Sets when what was written is forced to the disk. Default: {@link Flush#never()}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder flush(Flush policy) {
            flush = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets what is done with damage that is not at the end of the newest segment, and which no end of the process
         * explains. If true, the entries before it are kept; the damaged segment is copied, and those behind it are
         * renamed, to names that end in {@code .damaged}. If false, the directory is not opened. Default: false.
         *
         * @param allowed true to drop what is behind the damage
         * @return this builder
         */
        public Builder repair(boolean allowed) {
            repair = allowed;
            return this;
        }

        /** Sets where entries get their time from. For tests. */
        Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Sets what opens the segment that is written. For tests. */
        Builder opener(SegmentFile.Opener files) {
            opener = files;
            return this;
        }

        /**
         * Opens the history: reads each segment once, which takes about a second for a gigabyte, and cuts off an
         * incomplete batch at the end.
         *
         * @return the open history
         * @throws IOException if the directory is of another open history, of this process or another one; if it cannot
         *     be read or written; or if it is damaged and not to be repaired
         */
        public FileHistory open() throws IOException {
            Retention retention = new Retention(maxEntries, maxBytes, maxAge);
            FileSettings settings = new FileSettings(segmentSize, retention, flush, clock, opener);
            return new FileHistory(OpenDirectory.open(directory, settings, repair));
        }
    }
}
