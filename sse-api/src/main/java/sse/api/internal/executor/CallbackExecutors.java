package sse.api.internal.executor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import sse.api.spi.support.WorkerThreads;

/**
 * What user code runs on: the executor that the user gave, or else threads of the server's own, which it shuts down. Of
 * those, onClose actions and the observer have some for themselves: what a handler waits for may be such an action,
 * which must not wait for a thread that handlers hold. Thread-safe.
 */
public final class CallbackExecutors {
    private final List<ExecutorService> own;
    private final Executor workers;
    private final GuardedExecutor executor;
    private final TrackingExecutor closeExecutor;

    private CallbackExecutors(List<ExecutorService> own, Executor workers, Executor closers) {
        this.own = own;
        this.workers = workers;
        this.executor = new GuardedExecutor(workers);
        this.closeExecutor = new TrackingExecutor(new GuardedExecutor(closers));
    }

    public static CallbackExecutors of(Optional<Executor> given) {
        if (given.isPresent()) {
            return new CallbackExecutors(List.of(), given.get(), given.get());
        }
        ExecutorService workers = WorkerThreads.newExecutor("sse-worker");
        ExecutorService closers = WorkerThreads.newExecutor("sse-close");
        return new CallbackExecutors(List.of(workers, closers), workers, closers);
    }

    /** Returns the executor as it was given, for the transport. */
    public Executor workers() {
        return workers;
    }

    /** Returns what handlers, responders, admissions, suppliers and views run on. */
    public GuardedExecutor executor() {
        return executor;
    }

    /** Returns what onClose actions and the observer run on. It runs in the caller what it cannot hand over. */
    public Executor closeExecutor() {
        return closeExecutor;
    }

    /** Waits until the onClose actions and the observer's calls have ended, for some time. */
    public boolean awaitCloseActions(long timeoutNanos) throws InterruptedException {
        return closeExecutor.awaitNone(timeoutNanos);
    }

    /**
     * Ends the server's own threads. Workers first: a handler that is interrupted may still register an onClose action.
     */
    public void shutDown() {
        own.forEach(CallbackExecutors::shutDown);
    }

    /**
     * Lets what was handed over run for a moment, then interrupts it: a handler that blocks for ever must not keep the
     * server.
     */
    private static void shutDown(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(100, TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException cutShort) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
