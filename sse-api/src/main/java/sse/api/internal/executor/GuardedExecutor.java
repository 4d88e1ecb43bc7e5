package sse.api.internal.executor;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Submits tasks to the executor of user code. If that executor throws anything instead of accepting a task, this one
 * throws a {@link RejectedExecutionException}, and the task does not run later either. Thread-safe.
 */
public final class GuardedExecutor implements Executor {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private final Executor executor;

    // Written by any thread.
    private final AtomicBoolean rejectionLogged = new AtomicBoolean();

    /** Creates an executor on top of another one. */
    public GuardedExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            executor.execute(() -> {
                if (begun.compareAndSet(false, true)) {
                    task.run();
                }
            });
        } catch (Exception | Error failure) {
            if (!begun.compareAndSet(false, true)) {
                // Thrown by the task, in an executor that runs it in the caller.
                throw failure;
            }
            throw new RejectedExecutionException("executor rejected a task", failure);
        }
    }

    /**
     * Submits a task of a request that can be shed. Returns false if the executor rejects it; the first rejection is
     * logged as a warning.
     */
    public boolean tryExecute(Runnable task) {
        try {
            execute(task);
            return true;
        } catch (RejectedExecutionException rejected) {
            LOG.log(
                    rejectionLogged.getAndSet(true) ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "executor rejected a task, which it should not; the client is asked to reconnect later",
                    rejected);
            return false;
        }
    }
}
