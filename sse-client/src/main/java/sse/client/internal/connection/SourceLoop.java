package sse.client.internal.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sse.api.Ticker;
import sse.api.spi.support.SerialExecutor;
import sse.client.SourceEnd;
import sse.client.SourceState;
import sse.client.SourceStatistics;
import sse.client.internal.read.EventSink;

/**
 * The life of one source. Everything, user code included, runs in steps on a serial executor, so that a source occupies
 * no thread while nothing happens; connections and timers only submit steps. What the steps do is in
 * {@link SourceSteps}; this class has what other threads may touch. Thread-safe.
 *
 * <pre>
 *   NEW -- start --&gt; CONNECTING -- head accepted --&gt; OPEN
 *                     ^     | failure, refusal        | end, loss, and all content decoded
 *               delay |     v                         v
 *                    WAITING &lt;------ the policy ------+
 *
 *   each -- close (any thread), the policy, a limit --&gt; CLOSED, which is final
 * </pre>
 */
public final class SourceLoop {
    // Immutable after construction.
    private final SourceConfig config;
    private final SerialExecutor serial;
    private final SourceCounters counters;
    private final CompletableFuture<SourceEnd> ended = new CompletableFuture<>();

    // Written by any thread. The state is CLOSED if and only if there is an end.
    private final AtomicReference<SourceState> state = new AtomicReference<>(SourceState.NEW);
    private final AtomicReference<@Nullable SourceEnd> end = new AtomicReference<>();

    // Written by the steps, read by any thread.
    private volatile @Nullable Connection connection;
    private volatile Ticker.@Nullable Task timer;

    // Guarded by this; set once.
    private @Nullable EventSink sink;
    private @Nullable SourceSteps steps;

    /** Creates a source that does nothing until it is started. */
    public SourceLoop(SourceConfig config) {
        this.config = config;
        this.serial = new SerialExecutor(config.executor());
        this.counters = new SourceCounters(config.lastEventId());
    }

    /** Sets where events go. Returns false if that has been set before. */
    public boolean setSink(EventSink to) {
        synchronized (this) {
            if (sink != null) {
                return false;
            }
            sink = to;
            steps = new SourceSteps(config, this, counters, to);
        }
        SourceEnd how = end.get();
        if (how != null) {
            to.end(how);
        }
        return true;
    }

    /** Starts, unless that has been done or the source has ended. */
    public void start() {
        SourceSteps first = steps();
        if (state.compareAndSet(SourceState.NEW, SourceState.CONNECTING)) {
            post(first::connect);
        }
    }

    /**
     * Connects again at once, unless the source has not been started or has ended.
     *
     * @throws IllegalStateException if the request may not be repeated
     */
    public void reconnect() {
        if (!config.request().mayRepeat()) {
            throw new IllegalStateException("request must be repeatable to reconnect: "
                    + config.request().method());
        }
        if (state() != SourceState.NEW) {
            post(steps()::reconnect);
        }
    }

    /** Notes that the sink has demand again. */
    public void onDemand() {
        post(steps()::pump);
    }

    /** Runs a task between two steps, in the caller if the executor rejects it. */
    public void execute(Runnable task) {
        try {
            serial.execute(task);
        } catch (RuntimeException rejected) {
            task.run();
        }
    }

    /** Closes the source at once. Does not block. */
    public void close() {
        end(SourceEnds.closed(counters.attempts()));
    }

    /** Returns the state. */
    public SourceState state() {
        return Objects.requireNonNull(state.get());
    }

    /** Returns the id that the next attempt would send. */
    public String lastEventId() {
        return counters.lastEventId();
    }

    /** Returns a copy of the future that completes with the end, after the last call of user code. */
    public CompletableFuture<SourceEnd> ended() {
        return ended.copy();
    }

    /** Returns the statistics. */
    public SourceStatistics statistics() {
        return counters.snapshot();
    }

    /** Submits a step. It does not run if the source has ended before. */
    void post(Runnable step) {
        try {
            serial.execute(() -> run(step));
        } catch (RuntimeException rejected) {
            end(SourceEnds.failed("executor rejected a task", rejected, counters.attempts()));
        }
    }

    /** Submits a step for when a delay is over. On a step. */
    void postAfter(Duration delay, Runnable step) {
        timer = config.ticker().after(delay, () -> post(step));
        if (isEnded()) {
            cancelTimer();
        }
    }

    /** Starts a connection, or no connection if the source has ended. On a step. */
    void start(Connection next) {
        connection = next;
        if (!isEnded()) {
            next.start(config.client());
        }
        // It may have ended meanwhile, and then the connection was not known, or not started.
        if (isEnded()) {
            next.cancel();
        }
    }

    /** Runs a part of a step if a connection is still the current one. On a step. */
    void ifCurrent(Connection from, Runnable part) {
        if (from == connection) {
            part.run();
        }
    }

    /** Forgets the current connection. On a step. */
    void clearConnection() {
        connection = null;
    }

    void changeState(SourceState next) {
        state.getAndUpdate(before -> before == SourceState.CLOSED ? before : next);
    }

    /** Ends the source, unless it has ended. Any thread. */
    void end(SourceEnd how) {
        if (!end.compareAndSet(null, how)) {
            return;
        }
        state.set(SourceState.CLOSED);
        Connection open = connection;
        if (open != null) {
            open.cancel();
        }
        cancelTimer();
        SourceSteps last;
        EventSink receiver;
        synchronized (this) {
            last = steps;
            receiver = sink;
        }
        if (receiver != null) {
            receiver.end(how);
        }
        execute(() -> {
            if (last != null) {
                last.onEnd();
            }
            new SafeObserver(config.observer()).onEnd(how);
            ended.complete(how);
        });
    }

    /** Cancels the step that was submitted for when a delay is over. Any thread. */
    void cancelTimer() {
        Ticker.Task waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    private void run(Runnable step) {
        if (isEnded()) {
            return;
        }
        try {
            step.run();
        } catch (Exception | Error failure) {
            end(SourceEnds.failed("source failed", failure, counters.attempts()));
        }
    }

    private boolean isEnded() {
        return end.get() != null;
    }

    private synchronized SourceSteps steps() {
        if (steps == null) {
            throw new IllegalStateException("sink must be set before the start");
        }
        return steps;
    }
}
