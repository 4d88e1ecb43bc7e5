package sse.api.internal.executor;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands tasks to the executor of user code. Whatever that throws instead of taking a task, for want of room or of
 * memory for a thread, is a {@link RejectedExecutionException} here, and the task does not run later either.
 * Thread-safe.
 */
public final class GuardedExecutor implements Executor {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private final Executor executor;

    // Written by any thread.
    private final AtomicBoolean refusedBefore = new AtomicBoolean();

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
                // The task's own, from an executor that runs it in the caller.
                throw failure;
            }
            throw new RejectedExecutionException("the server's executor took no task", failure);
        }
    }

    /**
     * Hands over a task of a request that can be sent away; says whether that worked, and the first time that it did
     * not also the log.
     */
    public boolean takes(Runnable task) {
        try {
            execute(task);
            return true;
        } catch (RejectedExecutionException refusal) {
            LOG.log(
                    refusedBefore.getAndSet(true) ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "the server's executor should not reject; clients are asked to come back later",
                    refusal);
            return false;
        }
    }
}
