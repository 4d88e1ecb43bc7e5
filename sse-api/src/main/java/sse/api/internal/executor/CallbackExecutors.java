package sse.api.internal.executor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import sse.api.spi.support.WorkerThreads;

/**
 * The executors of user code: the user's executor, or executors of the service's own, which it shuts down. In the
 * second case onClose actions and the observer have an executor of their own, because a handler may wait for an onClose
 * action, which then must not wait for a thread that handlers hold. Thread-safe.
 */
public final class CallbackExecutors {
    private static final long SHUTDOWN_GRACE_MILLIS = 100;

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

    /** Creates the executors of a service, with the user's executor if there is one. */
    public static CallbackExecutors of(Optional<Executor> given) {
        if (given.isPresent()) {
            return new CallbackExecutors(List.of(), given.get(), given.get());
        }
        ExecutorService workers = WorkerThreads.newExecutor("sse-worker");
        ExecutorService closers = WorkerThreads.newExecutor("sse-close");
        return new CallbackExecutors(List.of(workers, closers), workers, closers);
    }

    /** Returns the unguarded executor, for the transport. */
    public Executor workers() {
        return workers;
    }

    /** Returns the executor of handlers, responders, admissions, suppliers and transforms. */
    public GuardedExecutor executor() {
        return executor;
    }

    /** Returns the executor of onClose actions and the observer. A task that it cannot submit runs in the caller. */
    public Executor closeExecutor() {
        return closeExecutor;
    }

    /** Waits until onClose actions and calls of the observer have ended, for at most the timeout. */
    public boolean awaitCloseActions(long timeoutNanos) throws InterruptedException {
        return closeExecutor.awaitIdle(timeoutNanos);
    }

    /**
     * Shuts down the service's own executors. Those of handlers come first: an interrupted handler may still register
     * an onClose action.
     */
    public void shutDown() {
        own.forEach(CallbackExecutors::shutDown);
    }

    /** Gives running tasks a moment, then interrupts them: a handler that blocks for ever must not block the close. */
    private static void shutDown(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(SHUTDOWN_GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
