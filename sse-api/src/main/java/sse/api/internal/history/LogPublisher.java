package sse.api.internal.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Publication;

/**
 * Passes publications on to a log: one batch at a time, in the order in which they were submitted. Thread-safe.
 *
 * <p>What is submitted while a batch is under way is the next batch, so the slower the log is the fewer batches there
 * are. The thread that submits when none is under way may pass its batch on itself, which saves a hand-over; the
 * batches after it are the executor's, so that no publisher works for others.
 */
public final class LogPublisher {
    // Immutable after construction.
    private final Function<List<Publication>, CompletionStage<List<EntryId>>> log;
    private final StoredListener listener;
    private final int maxBatch;
    private final Executor executor;

    // Guarded by this.
    private final Queue<Submission> queue = new ArrayDeque<>();
    private boolean busy;
    private boolean closed;

    /** Receives what was stored, in the order of the ids. */
    public interface StoredListener {
        /** Called before the publishers are answered. */
        void onStored(List<Publication> publications, List<EntryId> ids);
    }

    /** The publications of one call, and its answer. */
    private record Submission(List<Publication> publications, CompletableFuture<List<EntryId>> answer) {}

    /** Creates a publisher. */
    public LogPublisher(
            Function<List<Publication>, CompletionStage<List<EntryId>>> log,
            int maxBatch,
            StoredListener listener,
            Executor executor) {
        this.log = log;
        this.maxBatch = maxBatch;
        this.listener = listener;
        this.executor = executor;
    }

    /** Submits publications, which may block while the log does. Returns their ids, once they are stored. */
    public CompletableFuture<List<EntryId>> submit(List<Publication> publications) {
        return submit(publications, Runnable::run);
    }

    /** Submits publications without blocking. Returns their ids, once they are stored. */
    public CompletableFuture<List<EntryId>> submitAsync(List<Publication> publications) {
        return submit(publications, executor);
    }

    private CompletableFuture<List<EntryId>> submit(List<Publication> publications, Executor first) {
        if (publications.size() > maxBatch) {
            throw new IllegalArgumentException(
                    "events must be at most as many as a batch has, " + maxBatch + ": " + publications.size());
        }
        Submission submission = new Submission(publications, new CompletableFuture<>());
        List<Submission> batch;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("hub must be open to publish: it is closed");
            }
            queue.add(submission);
            if (busy) {
                return submission.answer();
            }
            busy = true;
            batch = takeBatch();
        }
        passOn(batch, first);
        return submission.answer();
    }

    private synchronized List<Submission> takeBatch() {
        List<Submission> batch = new ArrayList<>();
        int size = 0;
        for (Submission next = queue.peek();
                next != null && (batch.isEmpty() || size + next.publications().size() <= maxBatch);
                next = queue.peek()) {
            batch.add(queue.remove());
            size += next.publications().size();
        }
        busy = !batch.isEmpty();
        return batch;
    }

    private void passOn(List<Submission> batch, Executor by) {
        try {
            by.execute(() -> send(batch));
        } catch (Exception | Error rejected) {
            complete(batch, List.of(), null, rejected);
        }
    }

    private void send(List<Submission> batch) {
        List<Publication> publications = new ArrayList<>();
        batch.forEach(submission -> publications.addAll(submission.publications()));
        CompletionStage<List<EntryId>> stage;
        try {
            stage = log.apply(publications);
        } catch (Exception | Error failure) {
            stage = CompletableFuture.failedFuture(failure);
        }
        stage.whenComplete((ids, failure) -> complete(batch, publications, ids, failure));
    }

    private void complete(
            List<Submission> batch,
            List<Publication> publications,
            @Nullable List<EntryId> ids,
            @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (ids != null && cause == null) {
            try {
                listener.onStored(publications, ids);
            } catch (Exception | Error bug) {
                cause = bug;
            }
        }
        List<Submission> next = takeBatch();
        if (!next.isEmpty()) {
            passOn(next, executor);
        }
        answer(batch, ids == null ? List.of() : ids, cause);
    }

    private static void answer(List<Submission> batch, List<EntryId> ids, @Nullable Throwable failure) {
        int from = 0;
        for (Submission submission : batch) {
            int end = from + submission.publications().size();
            if (failure == null && end <= ids.size()) {
                submission.answer().complete(List.copyOf(ids.subList(from, end)));
            } else {
                submission.answer().completeExceptionally(asPublishException(failure));
            }
            from = end;
        }
    }

    private static PublishException asPublishException(@Nullable Throwable failure) {
        if (failure instanceof PublishException known) {
            return new PublishException(known.outcome(), "log did not store the events: " + known.getMessage(), known);
        }
        return failure == null
                ? new PublishException(PublishException.Outcome.UNKNOWN, "log must return an id for each event")
                : new PublishException(PublishException.Outcome.UNKNOWN, "log failed: " + failure, failure);
    }

    /** Accepts no more publications, and fails those that are not under way. */
    public void close() {
        List<Submission> failed;
        synchronized (this) {
            closed = true;
            failed = List.copyOf(queue);
            queue.clear();
        }
        failed.forEach(submission -> submission
                .answer()
                .completeExceptionally(new PublishException(
                        PublishException.Outcome.NOT_STORED, "hub must be open to publish: it is closed")));
    }
}
