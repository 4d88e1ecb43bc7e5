package sse.nio.internal.loop;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import sse.api.Ticker;

/**
 * The tasks for the end of a pass, and what they wait for. Confined to the loop.
 *
 * <pre>
 *   pass ends ─┬─ nothing is on its way, or a bound is reached ──► the tasks run
 *              └─ else ──► they wait: the next pass does not sleep
 * </pre>
 *
 * <p>On its way are the answers to requests that user code has: an answer lets the next request of its connection
 * through, and what both publish should leave in one write. An answer that takes long is not waited for: after
 * {@link #MAX_IDLE_PASSES} passes or {@link #MAX_IDLE_NANOS} without any progress, all that are missing are forgotten,
 * so that user code that blocks delays the tasks once and not again. With progress, the tasks wait for
 * {@link #MAX_PASSES} passes or {@link #MAX_NANOS}.
 */
final class PassEnd {
    /** How many passes tasks wait at most. */
    static final int MAX_PASSES = 64;

    /** How long tasks wait at most; the pass that is under way is finished. */
    static final long MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** How many passes tasks wait while no request arrives and none is answered. */
    static final int MAX_IDLE_PASSES = 32;

    /** How long tasks wait while no request arrives and none is answered. */
    static final long MAX_IDLE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    // Immutable after construction.
    private final Ticker ticker;

    // Confined to the loop.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private int expected;
    private int generation;
    private boolean progressed;
    private int passes;
    private int idlePasses;
    private long firstNanos;
    private long progressNanos;

    PassEnd(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Adds a task, unless it is waiting already. */
    void add(Runnable task) {
        if (!tasks.contains(task)) {
            tasks.add(task);
        }
    }

    /** Returns true if a task waits. */
    boolean isWaiting() {
        return !tasks.isEmpty();
    }

    /** Counts an answer that is expected. Returns what {@link #onAnswer} takes. */
    int expectAnswer() {
        expected++;
        progressed = true;
        return generation;
    }

    /** Counts an answer that was expected, unless it has been forgotten. */
    void onAnswer(int expectedIn) {
        progressed = true;
        if (expectedIn == generation) {
            expected--;
        }
    }

    /**
     * Ends a pass.
     *
     * @param hasTasks true if the pass has left tasks of the loop for the next one
     */
    void onPassEnded(boolean hasTasks) {
        if (!tasks.isEmpty() && !waits(hasTasks)) {
            runAll();
        }
        progressed = false;
    }

    /** Runs the tasks, without those that are added meanwhile. */
    void runAll() {
        passes = 0;
        for (int i = tasks.size(); i > 0; i--) {
            run(tasks.remove());
        }
    }

    private boolean waits(boolean hasTasks) {
        if (expected == 0 && !hasTasks) {
            return false;
        }
        long now = ticker.nanoTime();
        if (passes == 0) {
            firstNanos = now;
        }
        if (passes == 0 || progressed) {
            progressNanos = now;
            idlePasses = 0;
        }
        passes++;
        idlePasses++;
        if (idlePasses > MAX_IDLE_PASSES || now - progressNanos > MAX_IDLE_NANOS) {
            expected = 0;
            generation++;
            return false;
        }
        return passes <= MAX_PASSES && now - firstNanos <= MAX_NANOS;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Exception | Error failure) {
            FailSafeLog.log(Level.ERROR, "bug: event loop task failed", failure);
        }
    }
}
