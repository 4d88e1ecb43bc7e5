package sse.api.internal.server;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands tasks on to another executor and counts those that have not ended, so that somebody can wait for them.
 * Thread-safe. A task that the other executor rejects, because it has been shut down or has no thread, runs in the
 * caller: it must run once in any case.
 */
final class CountedExecutor implements Executor {
    private final Executor executor;
    private final Count pending = new Count(Integer.MAX_VALUE);

    CountedExecutor(Executor executor) {
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
    boolean awaitNone(long timeoutNanos) throws InterruptedException {
        return pending.awaitNone(timeoutNanos);
    }
}
