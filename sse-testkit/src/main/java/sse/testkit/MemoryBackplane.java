package sse.testkit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import sse.api.PublishException;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/** The connection of one process to a {@link MemoryBroker}. Thread-safe. */
public final class MemoryBackplane implements Backplane {
    private static final System.Logger LOG = System.getLogger("sse.testkit");
    private static final int ATTEMPTS = 3;

    // Immutable after construction.
    private final MemoryBroker broker;
    private final List<MemoryFollowing> followers = new CopyOnWriteArrayList<>();

    // Written by any thread.
    private volatile boolean closed;
    private volatile boolean paused;
    private volatile boolean cut;
    private final AtomicReference<Optional<Integer>> nextCut = new AtomicReference<>(Optional.empty());

    MemoryBackplane(MemoryBroker broker) {
        this.broker = broker;
    }

    /** Makes this process fall behind: its listeners receive nothing until {@link #resume}, and are not notified. */
    public void pause() {
        paused = true;
    }

    /** Delivers what the process has missed, and what follows. */
    public void resume() {
        paused = false;
        wakeUp();
    }

    /**
     * Ends the connection within the next answer to a listener, which is connected again at once. The entries whose
     * frames have not arrived whole are read again.
     *
     * @param bytes how many bytes of the frames in the answer arrive; if there are fewer, it is cut at its end
     */
    public void cutWithin(int bytes) {
        nextCut.set(Optional.of(bytes));
    }

    /** Interrupts the network to the broker: publishing fails, and listeners are notified. */
    public void cut() {
        cut = true;
        wakeUp();
    }

    /** Restores the network to the broker. */
    public void mend() {
        cut = false;
        wakeUp();
    }

    @Override
    public CompletionStage<List<EntryId>> publish(List<Publication> batch, String publisher, long counter) {
        Objects.requireNonNull(publisher, "publisher");
        List<Publication> publications = List.copyOf(batch);
        if (publications.size() > maxBatch()) {
            throw new IllegalArgumentException(
                    "batch must have at most " + maxBatch() + " publications: " + publications.size());
        }
        return completed(() -> publications.isEmpty() ? List.of() : send(publications, publisher, counter));
    }

    private List<EntryId> send(List<Publication> batch, String publisher, long counter) {
        // Each attempt has the same counter, by which the broker recognizes a batch that it has stored.
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return broker.store(batch, publisher, counter);
            } catch (MemoryBroker.NoAnswerException noAnswer) {
                LOG.log(System.Logger.Level.DEBUG, "broker did not answer attempt {0}", attempt);
            }
        }
        throw new PublishException(
                PublishException.Outcome.UNKNOWN, "broker must answer within " + ATTEMPTS + " attempts: it did not");
    }

    @Override
    public int maxBatch() {
        return broker.maxBatch();
    }

    @Override
    public Following follow(EntryId position, Listener listener) {
        MemoryFollowing following = new MemoryFollowing(this, position, Objects.requireNonNull(listener, "listener"));
        followers.add(following);
        following.wakeUp();
        return following;
    }

    @Override
    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(limits, "limits");
        return completed(() -> broker.log().readAfter(position, limits));
    }

    @Override
    public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return completed(() -> broker.log().readNewest(limits));
    }

    @Override
    public CompletionStage<EntryId> head() {
        return completed(() -> broker.log().head());
    }

    @Override
    public CompletionStage<EntryId> tail() {
        return completed(() -> broker.log().tail());
    }

    @Override
    public void close() {
        closed = true;
        followers.forEach(MemoryFollowing::close);
        broker.disconnect(this);
    }

    private <T> CompletionStage<T> completed(Supplier<T> operation) {
        if (!isConnected()) {
            return CompletableFuture.failedFuture(new PublishException(
                    PublishException.Outcome.NOT_STORED, "backplane must be connected: it is " + this));
        }
        try {
            return CompletableFuture.completedFuture(operation.get());
        } catch (PublishException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private boolean isConnected() {
        return !closed && !cut && broker.isRunning();
    }

    /** Returns the reason why the log cannot be read now. */
    Optional<Throwable> fault() {
        return isConnected()
                ? Optional.empty()
                : Optional.of(new IllegalStateException("backplane must be connected: it is " + this));
    }

    /** Returns how many bytes of the next answer arrive before it is cut off, if it is. */
    Optional<Integer> takeCut() {
        return nextCut.getAndSet(Optional.empty());
    }

    boolean isPaused() {
        return paused;
    }

    MemoryBroker broker() {
        return broker;
    }

    void remove(MemoryFollowing following) {
        followers.remove(following);
    }

    void wakeUp() {
        followers.forEach(MemoryFollowing::wakeUp);
    }

    int followers() {
        return followers.size();
    }

    @Override
    public String toString() {
        return closed ? "closed" : cut ? "cut off" : broker.isRunning() ? "connected" : "without a running broker";
    }
}
