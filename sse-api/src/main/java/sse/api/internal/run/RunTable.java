package sse.api.internal.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.RunProducer;
import sse.api.RunRejectedException;
import sse.api.RunsStatistics;
import sse.api.Ticker;
import sse.api.internal.executor.SafeRunner;
import sse.api.internal.history.RunLog;
import sse.api.spi.http.Quote;

/**
 * All runs by their keys, within limits. Thread-safe.
 *
 * <p>Runs that are running are in the order of their starts, the others in that of their ends: in either the first one
 * is due first, so that one timer serves all. Where room is needed, the run that has ended first is removed, and never
 * one that is running. No code of the user's runs under the lock.
 */
public final class RunTable {
    private static final System.Logger LOG = System.getLogger("sse.api");

    // Immutable after construction.
    private final RunConfig config;

    // Written by any thread: what all runs of the table take.
    private final AtomicLong bytes = new AtomicLong();

    // Guarded by this.
    private final Map<String, RunCore> runs = new HashMap<>();
    private final Map<String, RunCore> byIdPrefix = new HashMap<>();
    private final Set<RunCore> running = new LinkedHashSet<>();
    private final Set<RunCore> ended = new LinkedHashSet<>();
    private Ticker.@Nullable Task timer;
    private long timerNanos;
    private long started;
    private long rejected;
    private long evicted;
    private boolean closed;

    /** Creates an empty table. */
    public RunTable(RunConfig config) {
        this.config = config;
    }

    RunConfig config() {
        return config;
    }

    /**
     * Starts a run, or returns the one that has the key.
     *
     * @throws IllegalStateException if the table is closed
     * @throws RunRejectedException if there is no room, or the executor rejects the producer
     */
    public RunCore start(String key, RunProducer producer) {
        RunCore created;
        synchronized (this) {
            Optional<RunCore> present = find(key);
            if (present.isPresent()) {
                return present.get();
            }
            if (closed) {
                throw new IllegalStateException("runs must be open to start one: they are closed");
            }
            makeRoomFor(key);
            created = new RunCore(key, producer, this);
            created.dueNanos = due(config.limits().duration().orElse(Duration.ZERO));
            runs.put(key, created);
            byIdPrefix.put(created.idPrefix(), created);
            running.add(created);
            bytes.addAndGet(created.bytes());
            started++;
            schedule();
        }
        submit(created);
        return created;
    }

    private void submit(RunCore created) {
        try {
            created.start();
        } catch (Exception | Error rejected) {
            created.stop();
            remove(created);
            throw new RunRejectedException(
                    "executor rejected the producer of run " + Quote.of(created.key()), rejected);
        }
    }

    private void makeRoomFor(String key) {
        long most = config.limits().bytes() - RunLog.RUN_BYTES - key.length();
        while ((runs.size() >= config.limits().runs() || bytes.get() > most) && !ended.isEmpty()) {
            evictOldest();
        }
        if (runs.size() >= config.limits().runs()) {
            rejected++;
            throw new RunRejectedException(
                    "runs must be at most " + config.limits().runs() + ": " + running.size() + " are running");
        }
        if (bytes.get() > most) {
            rejected++;
            throw new RunRejectedException("runs must take at most "
                    + config.limits().bytes() + " bytes: " + running.size() + " are running and take " + bytes.get());
        }
    }

    private void evictOldest() {
        remove(ended.iterator().next());
        evicted++;
    }

    private synchronized boolean remove(RunCore run) {
        boolean removed = ended.remove(run);
        if (removed) {
            runs.remove(run.key());
            byIdPrefix.remove(run.idPrefix());
            bytes.addAndGet(-run.bytes());
        }
        return removed;
    }

    /** Returns a run, unless its retention is over. */
    public synchronized Optional<RunCore> find(String key) {
        return retained(runs.get(key));
    }

    /** Returns the run that has sent an event with an id, unless its retention is over. */
    public synchronized Optional<RunCore> findByEventId(String id) {
        return retained(byIdPrefix.get(RunLog.idPrefixOf(id))).filter(run -> run.hasEvent(id));
    }

    private Optional<RunCore> retained(@Nullable RunCore run) {
        if (run != null && ended.contains(run) && isDue(run, config.ticker().nanoTime())) {
            remove(run);
            return Optional.empty();
        }
        return Optional.ofNullable(run);
    }

    /** Removes a run that has ended. Returns false if there is none, or it is running. */
    public synchronized boolean remove(String key) {
        return find(key).map(this::remove).orElse(false);
    }

    /**
     * Adds what an event takes. Runs that have ended give way to it.
     *
     * @return by how many bytes the limit is exceeded all the same
     */
    long addBytes(long added) {
        long total = bytes.addAndGet(added);
        return total <= config.limits().bytes() ? 0 : makeRoom();
    }

    private synchronized long makeRoom() {
        while (bytes.get() > config.limits().bytes() && !ended.isEmpty()) {
            evictOldest();
        }
        return Math.max(0, bytes.get() - config.limits().bytes());
    }

    /** Notes that a run has ended, and what that has changed of its size. */
    void onEnded(RunCore run, long added) {
        synchronized (this) {
            running.remove(run);
            run.dueNanos = due(config.limits().retention());
            ended.add(run);
            bytes.addAndGet(added);
            schedule();
            notifyAll();
        }
        for (Consumer<RunCore> listener : config.onEnd()) {
            execute(() -> SafeRunner.run("onEnd listener of runs threw", () -> listener.accept(run)));
        }
    }

    private void execute(Runnable task) {
        try {
            config.threads().callbacks().execute(task);
        } catch (Exception | Error rejected) {
            LOG.log(System.Logger.Level.ERROR, "executor of runs rejected a task", rejected);
        }
    }

    private long due(Duration after) {
        return config.ticker().nanoTime() + after.toNanos();
    }

    private static boolean isDue(RunCore run, long now) {
        return run.dueNanos - now <= 0;
    }

    /** Sets the timer for the run that is due first. Under the lock. */
    private void schedule() {
        RunCore first = firstDue();
        if (first == null || (timer != null && timerNanos - first.dueNanos <= 0)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerNanos = first.dueNanos;
        long delay = Math.max(0, timerNanos - config.ticker().nanoTime());
        timer = config.ticker().after(Duration.ofNanos(delay), this::onTimer);
    }

    private @Nullable RunCore firstDue() {
        RunCore oldest = ended.isEmpty() ? null : ended.iterator().next();
        if (running.isEmpty() || config.limits().duration().isEmpty()) {
            return oldest;
        }
        RunCore longest = running.iterator().next();
        return oldest == null || longest.dueNanos - oldest.dueNanos < 0 ? longest : oldest;
    }

    /** On the ticker's thread. */
    private void onTimer() {
        List<RunCore> overdue = new ArrayList<>();
        synchronized (this) {
            timer = null;
            long now = config.ticker().nanoTime();
            while (!ended.isEmpty() && isDue(ended.iterator().next(), now)) {
                remove(ended.iterator().next());
            }
            if (config.limits().duration().isPresent()) {
                running.stream().takeWhile(run -> isDue(run, now)).forEach(overdue::add);
                overdue.forEach(running::remove); // Each of them ends soon.
            }
            schedule();
        }
        overdue.forEach(RunCore::stop);
    }

    /** Returns the counts and sizes. */
    public synchronized RunsStatistics statistics() {
        return RunsStatistics.builder()
                .running(runs.size() - ended.size())
                .ended(ended.size())
                .retainedBytes(bytes.get())
                .started(started)
                .rejected(rejected)
                .evicted(evicted)
                .build();
    }

    /** Starts no more runs, waits for those that are running, and stops those that still run when the time is over. */
    public void close(long timeoutNanos) {
        synchronized (this) {
            closed = true;
            try {
                awaitEnds(timeoutNanos);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        present().forEach(RunCore::stop);
        config.threads().own().forEach(ExecutorService::shutdown);
    }

    private void awaitEnds(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (runs.size() > ended.size()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized List<RunCore> present() {
        return List.copyOf(runs.values());
    }
}
