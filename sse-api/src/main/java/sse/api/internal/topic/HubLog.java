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
    private static final ReadLimits MISSING = ReadLimits.of(512, 1 << 20);

    // Immutable after construction.
    private final PublicationLog log;
    private final Optional<Backplane> backplane;
    private final LogPublisher publisher;
    private final Ticker ticker;
    private final Executor executor;
    private final HubWindows windows = new HubWindows();

    // Written by any thread.
    private final AtomicBoolean readFails = new AtomicBoolean();

    private volatile boolean closed;
    private volatile Backplane.@Nullable Following following;

    // Guarded by this, also while the log is read: only the opening of other topics waits for that.
    private boolean started;

    HubLog(History history, Ticker ticker, Executor executor) {
        this.log = history;
        this.backplane = Optional.empty();
        this.ticker = ticker;
        this.executor = executor;
        this.publisher = new LogPublisher(history::append, history.maxBatch(), this::onAppended, executor);
    }

    HubLog(Backplane backplane, Ticker ticker, Executor executor) {
        String name = UUID.randomUUID().toString();
        AtomicLong counter = new AtomicLong();
        this.log = backplane;
        this.backplane = Optional.of(backplane);
        this.ticker = ticker;
        this.executor = executor;
        this.publisher = new LogPublisher(
                batch -> backplane.publish(batch, name, counter.incrementAndGet()),
                backplane.maxBatch(),
                (publications, ids) -> CompletableFuture.completedFuture(ids), // They come back, in the order of all.
                executor);
    }

    LogSequence sequence() {
        return windows.sequence();
    }

    /** Returns the position behind the newest entry in memory. */
    EntryId last() {
        return windows.last();
    }

    /** Publishes, and may block. */
    CompletableFuture<List<EntryId>> publish(List<Publication> publications) {
        return publisher.submit(publications);
    }

    CompletableFuture<List<EntryId>> publishAsync(List<Publication> publications) {
        return publisher.submitAsync(publications);
    }

    /** Removes publications, and returns true if the log did not have them yet. */
    boolean withdraw(CompletableFuture<List<EntryId>> published) {
        return publisher.withdraw(published);
    }

    /** Fills a topic's log in memory with the newest entries, and adds what arrives from then on. May block. */
    synchronized void add(TopicCore topic, ReadLimits limits) {
        long before = windows.sequence().last();
        List<LogEntry> read = new ArrayList<>(await(log.readNewest(limits)));
        EntryId end = endOf(read);
        startIfNecessary(read, end);
        boolean isWhole = true;
        while (!windows.fill(topic, new HubWindows.Filling(read, end, isWhole ? before : -1))) {
            before = windows.sequence().last();
            ReadResult next = await(log.readAfter(end, limits));
            if (next.kind() == ReadResult.Kind.PAGE) {
                read.addAll(next.entries());
                isWhole = next.entries().isEmpty();
                end = isWhole ? end : lastOf(read);
            } else {
                read = new ArrayList<>(await(log.readNewest(limits)));
                isWhole = true;
                end = endOf(read);
            }
        }
    }

    /** Starts with what is newest, and follows the backplane from there. */
    private void startIfNecessary(List<LogEntry> newest, EntryId end) {
        if (!started) {
            windows.start(newest, end);
            following = backplane.map(shared -> shared.follow(end, windows)).orElse(null);
            started = true;
        }
        if (closed) {
            endFollowing();
        }
    }

    /** Returns the position behind entries that were read up to the newest. */
    private EntryId endOf(List<LogEntry> read) {
        return read.isEmpty() ? await(log.head()) : lastOf(read);
    }

    private static EntryId lastOf(List<LogEntry> entries) {
        return entries.get(entries.size() - 1).id();
    }

    private CompletionStage<List<EntryId>> onAppended(List<Publication> publications, List<EntryId> ids) {
        if (ids.size() != publications.size()) {
            throw new IllegalStateException(
                    "history must return an id for each publication, " + publications.size() + ": " + ids.size());
        }
        List<LogEntry> entries = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            entries.add(publications.get(i).withId(ids.get(i)));
        }
        if (ids.isEmpty() || windows.isNext(ids.get(0))) {
            windows.onEntries(entries);
            return CompletableFuture.completedFuture(ids);
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    readMissing(ids.get(0));
                    windows.onEntries(entries);
                    return ids;
                },
                executor);
    }

    /** Adds what the history stored though it reported a failure. What cannot be read becomes a gap. */
    private void readMissing(EntryId until) {
        try {
            boolean progress = true;
            while (progress && !windows.isNext(until)) {
                ReadResult next = await(log.readAfter(windows.last(), MISSING));
                next.gap().ifPresent(windows::onGap);
                windows.onEntries(next.entries());
                progress = next.gap().isPresent() || !next.entries().isEmpty();
            }
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "entries before " + until + " cannot be read from a history", failure);
        }
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

    /** Closes the log, which ends what reads it. Does not wait for that. */
    void close() {
        closed = true;
        publisher.close();
        endFollowing();
        log.close();
        publisher.abandon();
    }

    private void endFollowing() {
        Backplane.Following present = following;
        if (present != null) {
            present.close();
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failure) {
            throw new IllegalStateException("log of hub must be readable: " + failure.getCause(), failure.getCause());
        }
    }
}
