package sse.history.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sse.api.spi.history.EntryId;

/**
 * The directory of a history that is open, with everything that reads and writes it. Thread-safe.
 *
 * <pre>
 *   OPEN ── close, kill ──► CLOSED
 * </pre>
 *
 * <p>Whether writing has failed is known to the {@link CommitQueue}.
 */
final class OpenDirectory {
    private static final System.Logger LOG = System.getLogger("sse.history.file");

    private enum State {
        OPEN,
        CLOSED
    }

    // Immutable after construction.
    private final Path path;
    private final DirectoryLock lock;
    private final LogState log;
    private final LogWriter writer;
    private final LogReader reader;
    private final CommitQueue queue;

    // Written under the lock, read by any thread.
    private volatile State state = State.OPEN;

    private OpenDirectory(Path path, DirectoryLock lock, LogState log, FileSettings settings) {
        this.path = path;
        this.lock = lock;
        this.log = log;
        this.writer = new LogWriter(path, log, settings);
        this.reader = new LogReader(log);
        this.queue = new CommitQueue(writer, new Upkeep(settings.flush(), settings.retention()));
    }

    /** Opens a directory, which is created if there is none. */
    static OpenDirectory open(Path directory, FileSettings settings, boolean repair) throws IOException {
        Path real = Files.createDirectories(directory).toRealPath();
        DirectoryLock lock = DirectoryLock.acquire(real);
        try {
            LogState log = Recovery.open(real, repair, settings.retention().entries());
            OpenDirectory opened = new OpenDirectory(real, lock, log, settings);
            opened.writer.open();
            opened.queue.start();
            return opened;
        } catch (IOException | RuntimeException | Error failure) {
            lock.release();
            throw failure;
        }
    }

    Path path() {
        return path;
    }

    LogState log() {
        return log;
    }

    LogReader reader() {
        return reader;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    CompletableFuture<List<EntryId>> submit(Commit commit) {
        return queue.submit(commit);
    }

    /**
     * Forces what was written to the disk, notes in the manifest that the log was closed, and releases the directory.
     */
    void close() {
        end(true);
    }

    /** Ends as the end of the process does. For tests. */
    void kill() {
        end(false);
    }

    private synchronized void end(boolean orderly) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        boolean isWhole = queue.close() && orderly;
        try {
            queue.runAlone(() -> closeFiles(isWhole));
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, "history could not be closed: " + path, failure);
        } finally {
            release();
        }
    }

    private void closeFiles(boolean isWhole) throws IOException {
        try {
            if (isWhole) {
                writer.force();
            }
        } finally {
            writer.release();
        }
        if (!isWhole) {
            return;
        }
        Manifest.Closed end = new Manifest.Closed(log.head(), log.end());
        new Manifest(log.log(), log.terms(), Optional.of(end)).write(path);
    }

    private void release() {
        try {
            lock.release();
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, "directory could not be released: " + path, failure);
        }
    }

    /** Drops all entries but the newest. For tests. */
    void trim(long retained) throws IOException {
        log.trim(retained);
        removeExpired(new Retention(Long.MAX_VALUE, Long.MAX_VALUE, Optional.empty()));
    }

    /** Removes segments whose entries are all older than an age. For tests. */
    void dropOlderThan(Duration age) throws IOException {
        removeExpired(new Retention(Long.MAX_VALUE, Long.MAX_VALUE, Optional.of(age)));
    }

    private void removeExpired(Retention retention) throws IOException {
        runAlone(() -> writer.removeExpired(retention));
    }

    /** Runs a task while nothing is written. For tests. */
    void runAlone(CommitQueue.Task task) throws IOException {
        queue.runAlone(task);
    }
}
