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
 *
 * <p>What is submitted without blocking is refused while more than a limit is queued. A thread that blocks is its own
 * limit, and is never refused.
 */
public final class LogPublisher {
    /** How much memory the queue takes before it refuses more: about 80,000 events of 50 bytes. */
    private static final long MAX_QUEUED_BYTES = 16 << 20;

    /** What a publication takes besides its bytes. */
    private static final long PUBLICATION_BYTES = 150;

    // Immutable after construction.
    private final Function<List<Publication>, CompletionStage<List<EntryId>>> log;
    private final StoredListener listener;
    private final int maxBatch;
    private final Executor executor;

    // Guarded by this.
    private final Queue<Submission> queue = new ArrayDeque<>();
    private List<Submission> underWay = List.of();
    private long queuedBytes;
    private boolean busy;
    private boolean closed;

    /** Receives what was stored, in the order of the ids. */
    public interface StoredListener {
        /** Called before the publishers are answered. Returns the ids when what was stored is visible. */
        CompletionStage<List<EntryId>> onStored(List<Publication> publications, List<EntryId> ids);
    }

    /** The publications of one call, and its answer. */
    private record Submission(List<Publication> publications, CompletableFuture<List<EntryId>> answer, long bytes) {
        Submission(List<Publication> publications) {
            this(publications, new CompletableFuture<>(), sizeOf(publications));
        }

        private static long sizeOf(List<Publication> publications) {
            long bytes = PUBLICATION_BYTES;
            for (Publication publication : publications) {
                bytes += PUBLICATION_BYTES + publication.event().encodedLength();
            }
            return bytes;
        }
    }

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
        return submit(publications, Runnable::run, Long.MAX_VALUE);
    }

    /** Submits publications without blocking. Returns their ids, once they are stored; fails if too much is queued. */
    public CompletableFuture<List<EntryId>> submitAsync(List<Publication> publications) {
        return submit(publications, executor, MAX_QUEUED_BYTES);
    }

    private CompletableFuture<List<EntryId>> submit(List<Publication> publications, Executor first, long maxQueued) {
        if (publications.size() > maxBatch) {
            throw new IllegalArgumentException(
                    "events must be at most as many as a batch has, " + maxBatch + ": " + publications.size());
        }
        Submission submission = new Submission(publications);
        List<Submission> batch;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("hub must be open to publish: it is closed");
            }
            if (queuedBytes >= maxQueued) {
                return CompletableFuture.failedFuture(new PublishException(
                        PublishException.Outcome.NOT_STORED,
                        "log must keep up with what is published: " + queuedBytes + " bytes are queued"));
            }
            queue.add(submission);
            queuedBytes += submission.bytes();
            if (busy) {
                return submission.answer();
            }
            batch = takeBatch();
        }
        passOn(batch, first);
        return submission.answer();
    }

    /** Removes a submission, and returns true if it was queued: then it is not stored. */
    public synchronized boolean withdraw(CompletableFuture<List<EntryId>> answer) {
        for (Submission queued : queue) {
            if (queued.answer() == answer) {
                queue.remove(queued);
                queuedBytes -= queued.bytes();
                return true;
            }
        }
        return false;
    }

    private synchronized List<Submission> takeBatch() {
        List<Submission> batch = new ArrayList<>();
        int size = 0;
        for (Submission next = queue.peek();
                next != null && (batch.isEmpty() || size + next.publications().size() <= maxBatch);
                next = queue.peek()) {
            batch.add(queue.remove());
            queuedBytes -= next.bytes();
            size += next.publications().size();
        }
        busy = !batch.isEmpty();
        underWay = batch;
        return batch;
    }

    private void passOn(List<Submission> batch, Executor by) {
        try {
            by.execute(() -> send(batch));
        } catch (Exception | Error rejected) {
            finish(batch, List.of(), rejected);
        }
    }

    private void send(List<Submission> batch) {
        CompletionStage<List<EntryId>> stored;
        try {
            List<Publication> publications = new ArrayList<>();
            batch.forEach(submission -> publications.addAll(submission.publications()));
            stored = log.apply(publications).thenCompose(ids -> listener.onStored(publications, ids));
        } catch (Exception | Error failure) {
            stored = CompletableFuture.failedFuture(failure);
        }
        stored.whenComplete((ids, failure) -> finish(batch, ids == null ? List.of() : ids, failure));
    }

    private void finish(List<Submission> batch, List<EntryId> ids, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        List<Submission> next = takeBatch();
        if (!next.isEmpty()) {
            passOn(next, executor);
        }
        answer(batch, ids, cause);
    }

    private static void answer(List<Submission> batch, List<EntryId> ids, @Nullable Throwable failure) {
        int from = 0;
        for (Submission submission : batch) {
            int end = from + submission.publications().size();
            if (failure == null && end <= ids.size()) {
                submission.answer().complete(ids.subList(from, end));
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
            queuedBytes = 0;
        }
        fail(failed, PublishException.Outcome.NOT_STORED, "hub must be open to publish: it is closed");
    }

    /** Fails what is under way: the log is closed, and need not answer any more. */
    public void abandon() {
        List<Submission> failed;
        synchronized (this) {
            failed = underWay;
        }
        fail(failed, PublishException.Outcome.UNKNOWN, "hub was closed while its log stored the events");
    }

    private static void fail(List<Submission> failed, PublishException.Outcome outcome, String message) {
        failed.forEach(submission -> submission.answer().completeExceptionally(new PublishException(outcome, message)));
    }
}
