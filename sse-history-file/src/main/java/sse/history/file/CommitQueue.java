package sse.history.file;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import sse.api.PublishException;
import sse.api.PublishException.Outcome;
import sse.api.spi.history.EntryId;

/**
 * The batches that wait to be written, and the right to write, which one thread has at a time. Thread-safe.
 *
 * <p>A thread that appends while no other thread writes does so itself, which saves a change of threads. What is
 * appended meanwhile waits, and is written at once: it costs one write, and one force. The queue's own thread does
 * that, so that no publisher writes for others; it also does what is due when nothing is appended.
 *
 * <pre>
 *   OPEN ── force fails, or a write cannot be undone ──► FAILED: entries can be read
 *     └───────────────── close ────────────────────────────┴──────────► CLOSED
 * </pre>
 *
 * <p>No lock is held while files are written, and answers are completed by a thread that has given up the right.
 */
final class CommitQueue {
    private static final System.Logger LOG = System.getLogger("sse.history.file");

    /** The bytes that are queued before an append blocks. */
    private static final long MAX_QUEUED_BYTES = 16 << 20;

    private static final long MAX_GROUP_BYTES = 1 << 20;

    private enum State {
        OPEN,
        FAILED,
        CLOSED
    }

    // Immutable after construction.
    private final LogWriter writer;
    private final Upkeep upkeep;
    private final Thread thread;

    // Guarded by this.
    private final Queue<Commit> queue = new ArrayDeque<>();
    private State state = State.OPEN;
    private @Nullable Throwable failure;
    private long queuedBytes;
    private boolean writing;
    private boolean handedOver;
    private int waiting;

    /** Something that is done while no other thread writes. */
    interface Task {
        /** Runs it. */
        void run() throws IOException;
    }

    CommitQueue(LogWriter writer, Upkeep upkeep) {
        this.writer = writer;
        this.upkeep = upkeep;
        this.thread = new Thread(null, this::run, "sse-history-writer", 0, false);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Has a batch written. May block until there is room for it, and while it is written. */
    CompletableFuture<List<EntryId>> submit(Commit commit) {
        List<Commit> group;
        synchronized (this) {
            if (!awaitRoom()) {
                return CompletableFuture.failedFuture(
                        new PublishException(Outcome.NOT_STORED, "thread was interrupted while the history was full"));
            }
            if (state != State.OPEN) {
                return CompletableFuture.failedFuture(notOpen());
            }
            queue.add(commit);
            queuedBytes += commit.bytes();
            if (writing) {
                return commit.answer();
            }
            writing = true;
            group = takeGroup();
        }
        write(group);
        return commit.answer();
    }

    /** Waits until not too much is queued. Returns false if the thread was interrupted. */
    private boolean awaitRoom() {
        while (queuedBytes > MAX_QUEUED_BYTES && state == State.OPEN && Thread.currentThread() != thread) {
            try {
                awaitRelease();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("WaitNotInLoop") // Callers wait in loops.
    private void awaitRelease() throws InterruptedException {
        waiting++;
        try {
            wait();
        } finally {
            waiting--;
        }
    }

    private synchronized PublishException notOpen() {
        return failure == null
                ? new PublishException(Outcome.NOT_STORED, "history must be open: it is closed")
                : new PublishException(
                        Outcome.NOT_STORED, "history must be opened again, because a write failed", failure);
    }

    private List<Commit> takeGroup() {
        List<Commit> group = new ArrayList<>();
        long bytes = 0;
        while (!queue.isEmpty() && bytes < MAX_GROUP_BYTES) {
            Commit commit = queue.remove();
            bytes += commit.bytes();
            group.add(commit);
        }
        queuedBytes -= bytes;
        return group;
    }

    /** Writes a group, gives up the right to write, and answers. */
    private void write(List<Commit> group) {
        Answers answers = new Answers();
        try {
            runUpkeep();
            int from = 0;
            while (from < group.size()) {
                from = writeSome(group, from, answers);
            }
        } finally {
            release(isOpen() && upkeep.scheduleForce(writer.isUnforced()));
        }
        answers.send();
    }

    private void runUpkeep() {
        if (!isOpen()) {
            return;
        }
        try {
            upkeep.run(writer);
        } catch (FatalWriteException fatal) {
            fail(fatal);
        } catch (IOException | RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "upkeep of a history failed", failed);
        }
    }

    /** Writes what fits into the segment, and returns the index behind it. */
    private int writeSome(List<Commit> group, int from, Answers answers) {
        if (!isOpen()) {
            answers.addFailure(group.subList(from, group.size()), notOpen());
            return group.size();
        }
        List<List<EntryId>> ids = new ArrayList<>();
        int next = from;
        try {
            Commit first = group.get(next++);
            writer.begin(first.bytes());
            ids.add(writer.add(first.batch()));
            while (next < group.size() && writer.fits(group.get(next).bytes())) {
                ids.add(writer.add(group.get(next++).batch()));
            }
            writer.commit();
            answers.add(group.subList(from, next), ids);
        } catch (FatalWriteException fatal) {
            fail(fatal);
            answers.addFailure(group.subList(from, next), asPublishException(Outcome.UNKNOWN, fatal));
        } catch (IOException failed) {
            answers.addFailure(group.subList(from, next), asPublishException(Outcome.NOT_STORED, failed));
        } catch (RuntimeException | Error unexpected) {
            fail(unexpected);
            answers.addFailure(group.subList(from, next), asPublishException(Outcome.UNKNOWN, unexpected));
        }
        return next;
    }

    private static PublishException asPublishException(Outcome outcome, Throwable cause) {
        return new PublishException(outcome, "history could not be written: " + cause, cause);
    }

    private synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    private synchronized void fail(Throwable cause) {
        if (state == State.OPEN) {
            state = State.FAILED;
            failure = cause;
            LOG.log(System.Logger.Level.ERROR, "history accepts nothing more until it is opened again", cause);
        }
    }

    /** Gives up the right to write, or hands it over to the queue's thread if something waits. */
    private synchronized void release(boolean scheduled) {
        if (queue.isEmpty()) {
            writing = false;
        } else {
            handedOver = true;
        }
        if (handedOver || waiting > 0 || scheduled) {
            notifyAll();
        }
    }

    /** The queue's thread: writes what was appended while another thread wrote, and does what is due. */
    private void run() {
        List<Commit> group = awaitWork();
        while (group != null) {
            write(group);
            group = awaitWork();
        }
    }

    /** Waits for the right to write, with something to do. Returns null after the end. */
    private synchronized @Nullable List<Commit> awaitWork() {
        while (!handedOver) {
            long millis = upkeep.millisUntilDue();
            if (state == State.CLOSED) {
                return null;
            }
            if (millis == 0 && !writing) {
                writing = true;
                return List.of();
            }
            try {
                if (millis == 0) {
                    awaitRelease(); // Until the thread that writes has ended: it may have done what is due.
                } else {
                    wait(millis);
                }
            } catch (InterruptedException unexpected) {
                LOG.log(System.Logger.Level.WARNING, "writer of a history was interrupted", unexpected);
            }
        }
        handedOver = false;
        return takeGroup();
    }

    /** Runs a task while no other thread writes. */
    void runAlone(Task task) throws IOException {
        acquire();
        try {
            task.run();
        } finally {
            release(false);
        }
    }

    private synchronized void acquire() {
        boolean interrupted = false;
        while (writing) {
            try {
                awaitRelease();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        writing = true;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Accepts nothing more, and fails what is queued. Returns false if the queue was closed or had failed before. */
    boolean close() {
        List<Commit> failed;
        boolean wasOpen;
        synchronized (this) {
            wasOpen = state == State.OPEN;
            state = State.CLOSED;
            failed = List.copyOf(queue);
            queue.clear();
            queuedBytes = 0;
            notifyAll();
        }
        Answers answers = new Answers();
        answers.addFailure(failed, new PublishException(Outcome.NOT_STORED, "history must be open: it is closed"));
        answers.send();
        return wasOpen;
    }
}
