package sse.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;
import sse.testkit.internal.log.StoredLog;

/**
 * A history in memory, for tests of programs that store theirs on a disk. {@link #close} and {@link #kill} end it, and
 * {@link #reopen} returns a history with the stored entries. Thread-safe.
 *
 * <p>Each operation completes before it returns, unless {@linkplain #holdAppends appends are held}.
 */
public final class MemoryHistory implements History {
    private static final int MAX_BATCH = 1024;

    /**
     * The lifecycle.
     *
     * <pre>
     *   OPEN ── close ──► CLOSED
     *     └──── kill ───► KILLED
     * </pre>
     */
    private enum State {
        OPEN,
        CLOSED,
        KILLED
    }

    // Immutable after construction.
    private final StoredLog stored;

    // Guarded by this.
    private final List<Runnable> heldAppends = new ArrayList<>();
    private State state = State.OPEN;
    private boolean holdsAppends;
    private boolean failsReads;
    private Optional<PublishException> nextFailure = Optional.empty();

    private MemoryHistory(StoredLog stored) {
        this.stored = stored;
    }

    /**
     * Creates an empty history.
     *
     * @return the open history
     */
    public static MemoryHistory create() {
        return new MemoryHistory(new StoredLog("memory"));
    }

    /**
     * Opens the history again, as a restarted program does.
     *
     * @return a history with the stored entries; after {@link #kill} new entries have a later term
     * @throws IllegalStateException if this one is open
     */
    public synchronized MemoryHistory reopen() {
        if (state == State.OPEN) {
            throw new IllegalStateException("history must be closed to be opened again: it is open");
        }
        if (state == State.KILLED) {
            stored.beginTerm();
        }
        return new MemoryHistory(stored);
    }

    /** Ends the history as {@code kill -9} does. Stored entries are retained. */
    public void kill() {
        end(State.KILLED);
    }

    /**
     * Ends the history as a crash of the machine does that loses the newest entries.
     *
     * @param lost the number of entries that are lost
     */
    public void killAndLose(int lost) {
        end(State.KILLED);
        stored.loseNewest(lost);
    }

    /**
     * Limits the number of entries that are retained. Default: no limit.
     *
     * @param entries the number of entries
     */
    public void retain(int entries) {
        stored.retain(entries);
    }

    /** Holds later appends: they are neither stored nor acknowledged. */
    public synchronized void holdAppends() {
        holdsAppends = true;
    }

    /** Stores and acknowledges the held appends, and holds no more. */
    public void releaseAppends() {
        List<Runnable> released;
        synchronized (this) {
            holdsAppends = false;
            released = List.copyOf(heldAppends);
            heldAppends.clear();
        }
        released.forEach(Runnable::run);
    }

    /**
     * Makes the next append fail.
     *
     * @param failure the exception; nothing is stored
     */
    public synchronized void failNextAppend(PublishException failure) {
        nextFailure = Optional.of(Objects.requireNonNull(failure, "failure"));
    }

    /**
     * Sets whether reading fails.
     *
     * @param fails true if it does, until this is called with false
     */
    public synchronized void failReads(boolean fails) {
        failsReads = fails;
    }

    @Override
    public CompletionStage<List<EntryId>> append(List<Publication> batch) {
        List<Publication> publications = List.copyOf(batch);
        if (publications.size() > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "batch must have at most " + MAX_BATCH + " publications: " + publications.size());
        }
        CompletableFuture<List<EntryId>> ids = new CompletableFuture<>();
        Runnable store = () -> complete(ids, () -> stored.append(publications));
        synchronized (this) {
            if (nextFailure.isPresent()) {
                ids.completeExceptionally(nextFailure.get());
                nextFailure = Optional.empty();
                return ids;
            }
            if (holdsAppends) {
                heldAppends.add(store);
                return ids;
            }
        }
        store.run();
        return ids;
    }

    @Override
    public int maxBatch() {
        return MAX_BATCH;
    }

    @Override
    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(limits, "limits");
        return completed(() -> stored.readAfter(position, limits));
    }

    @Override
    public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return completed(() -> stored.readNewest(limits));
    }

    @Override
    public CompletionStage<EntryId> head() {
        return completed(stored::head);
    }

    @Override
    public CompletionStage<EntryId> tail() {
        return completed(stored::tail);
    }

    @Override
    public void close() {
        end(State.CLOSED);
    }

    private void end(State as) {
        synchronized (this) {
            if (state != State.OPEN) {
                return;
            }
            state = as;
        }
        releaseAppends();
    }

    private <T> CompletableFuture<T> completed(Supplier<T> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (failsReads()) {
            result.completeExceptionally(new IllegalStateException("reads were set to fail"));
            return result;
        }
        complete(result, operation);
        return result;
    }

    private synchronized boolean failsReads() {
        return failsReads;
    }

    /** Computes the result under the lock, so that nothing is stored after the end, and completes it outside. */
    private <T> void complete(CompletableFuture<T> result, Supplier<T> operation) {
        @Nullable T value;
        synchronized (this) {
            value = state == State.OPEN ? operation.get() : null;
        }
        if (value == null) {
            result.completeExceptionally(
                    new PublishException(PublishException.Outcome.NOT_STORED, "history must be open: it is " + state));
        } else {
            result.complete(value);
        }
    }
}
