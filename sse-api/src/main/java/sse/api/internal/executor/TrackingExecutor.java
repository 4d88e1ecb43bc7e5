package sse.api.internal.executor;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands tasks on to another executor and counts those that have not ended, so that somebody can wait for them.
 * Thread-safe. A task that the other executor rejects, because it has been shut down or has no thread, runs in the
 * caller: it must run once in any case.
 */
public final class TrackingExecutor implements Executor {
    private final Executor executor;
    private final InFlight pending = new InFlight(Integer.MAX_VALUE);

    public TrackingExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        pending.enter();
        AtomicBoolean over = new AtomicBoolean();
        Runnable counted = () -> {
            try {
                task.run();
            } finally {
                leave(over);
            }
        };
        try {
            executor.execute(counted);
        } catch (RejectedExecutionException shutDown) {
            counted.run();
        } catch (Exception | Error notTaken) {
            // Or thrown by the task, where the executor runs it in the caller.
            leave(over);
            throw notTaken;
        }
    }

    private void leave(AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            pending.leave();
        }
    }

    /** Waits until every task has ended, for some time. */
    public boolean awaitNone(long timeoutNanos) throws InterruptedException {
        return pending.awaitNone(timeoutNanos);
    }
}
