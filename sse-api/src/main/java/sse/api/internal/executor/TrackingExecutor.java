package sse.api.internal.executor;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Submits tasks to another executor, and counts those that have not ended so that a caller can wait for them. A task
 * that the other executor rejects, because it is shut down or has no thread, runs in the caller: each task runs exactly
 * once. Thread-safe.
 */
public final class TrackingExecutor implements Executor {
    private final Executor executor;
    private final InFlight pending = new InFlight(Integer.MAX_VALUE);

    /** Creates an executor on top of another one. */
    public TrackingExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        pending.tryEnter();
        AtomicBoolean ended = new AtomicBoolean();
        Runnable tracked = () -> {
            try {
                task.run();
            } finally {
                leave(ended);
            }
        };
        try {
            executor.execute(tracked);
        } catch (RejectedExecutionException rejected) {
            tracked.run();
        } catch (Exception | Error failure) {
            // Also thrown by the task, in an executor that runs it in the caller.
            leave(ended);
            throw failure;
        }
    }

    private void leave(AtomicBoolean ended) {
        if (ended.compareAndSet(false, true)) {
            pending.leave();
        }
    }

    /** Waits until every task has ended, for at most the timeout. Returns true if they have. */
    public boolean awaitIdle(long timeoutNanos) throws InterruptedException {
        return pending.awaitZero(timeoutNanos);
    }
}
