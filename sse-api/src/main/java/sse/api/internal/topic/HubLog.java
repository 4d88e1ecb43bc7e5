package sse.api.internal.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;
import sse.api.internal.history.LogPublisher;
import sse.api.internal.history.LogSequence;
import sse.api.internal.subscription.ReplayLog;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.PublicationLog;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/**
 * The log of a hub whose events survive it or are shared. Thread-safe.
 *
 * <pre>
 *   publish ──> LogPublisher ──> History ──── acknowledged ──> HubWindows ──> lanes
 *                     └────────> Backplane ── followed ───────────┘
 * </pre>
 *
 * <p>An entry is put in memory only when the log has it. The log is called without a lock that publishers or lanes
 * need.
 */
final class HubLog implements ReplayLog {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final PublicationLog log;
    private final Optional<Backplane> backplane;
    private final LogPublisher publisher;
    private final Ticker ticker;
    private final HubWindows windows = new HubWindows();

    // Written by any thread.
    private final AtomicBoolean readFails = new AtomicBoolean();

    // Guarded by this, also while the log is read: only the opening of other topics waits for that.
    private @Nullable EntryId start;
    private Backplane.@Nullable Following following;

    HubLog(History history, Ticker ticker, Executor executor) {
        this.log = history;
        this.backplane = Optional.empty();
        this.ticker = ticker;
        this.publisher = new LogPublisher(history::append, history.maxBatch(), this::onAppended, executor);
    }

    HubLog(Backplane backplane, Ticker ticker, Executor executor) {
        String name = UUID.randomUUID().toString();
        AtomicLong counter = new AtomicLong();
        this.log = backplane;
        this.backplane = Optional.of(backplane);
        this.ticker = ticker;
        this.publisher = new LogPublisher(
                batch -> backplane.publish(batch, name, counter.incrementAndGet()),
                backplane.maxBatch(),
                (publications, ids) -> {}, // They come back, in the order of all processes.
                executor);
    }

    LogSequence sequence() {
        return windows.sequence();
    }

    /** Publishes, and may block. */
    CompletableFuture<List<EntryId>> publish(List<Publication> publications) {
        return publisher.submit(publications);
    }

    CompletableFuture<List<EntryId>> publishAsync(List<Publication> publications) {
        return publisher.submitAsync(publications);
    }

    /** Fills a topic's log in memory with the newest entries, and adds what arrives from then on. May block. */
    synchronized void add(TopicCore topic, ReadLimits limits) {
        List<LogEntry> read = new ArrayList<>(await(log.readNewest(limits)));
        EntryId from = startIfNecessary(read);
        while (!windows.fill(topic, read, from)) {
            EntryId last = read.isEmpty() ? from : lastOf(read);
            ReadResult next = await(log.readAfter(last, limits));
            if (next.kind() == ReadResult.Kind.PAGE) {
                read.addAll(next.entries());
            } else {
                read = new ArrayList<>(await(log.readNewest(limits)));
            }
        }
    }

    /** Starts with what is newest, and follows the backplane from there. Returns the position from which. */
    private EntryId startIfNecessary(List<LogEntry> newest) {
        EntryId from = start;
        if (from == null) {
            EntryId head = newest.isEmpty() ? await(log.head()) : lastOf(newest);
            windows.start(newest, head);
            following = backplane.map(shared -> shared.follow(head, windows)).orElse(null);
            start = head;
            from = head;
        }
        return from;
    }

    private static EntryId lastOf(List<LogEntry> entries) {
        return entries.get(entries.size() - 1).id();
    }

    private void onAppended(List<Publication> publications, List<EntryId> ids) {
        if (ids.size() != publications.size()) {
            throw new IllegalStateException(
                    "history must return an id for each publication, " + publications.size() + ": " + ids.size());
        }
        List<LogEntry> entries = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            entries.add(publications.get(i).withId(ids.get(i)));
        }
        windows.onEntries(entries);
    }

    @Override
    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
        return log.readAfter(position, limits).whenComplete((page, failure) -> noteRead(failure));
    }

    /** Many clients may resume at a time: the first failure is logged, until reading works again. */
    private void noteRead(@Nullable Throwable failure) {
        if (failure == null) {
            readFails.set(false);
        } else if (readFails.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, "log of a hub cannot be read; clients that resume wait", failure);
        }
    }

    @Override
    public CompletionStage<EntryId> tail() {
        return log.tail();
    }

    @Override
    public void addArrivalListener(Runnable listener) {
        windows.addArrivalListener(listener);
    }

    @Override
    public void removeArrivalListener(Runnable listener) {
        windows.removeArrivalListener(listener);
    }

    @Override
    public Ticker.Task after(Duration delay, Runnable task) {
        return ticker.after(delay, task);
    }

    synchronized void close() {
        publisher.close();
        if (following != null) {
            following.close();
        }
        log.close();
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failure) {
            throw new IllegalStateException("log of hub must be readable: " + failure.getCause(), failure.getCause());
        }
    }
}
