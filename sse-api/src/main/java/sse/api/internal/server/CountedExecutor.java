package sse.api.internal.server;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands tasks on to another executor and counts those that have not ended, so that somebody can wait for them. Thread-safe. A task that the other
 * executor rejects, because it has been shut down, runs in the caller: it must run once in any case.
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
        Runnable counted = () -> {
            try {
                task.run();
            } finally {
                pending.leave();
            }
        };
        try {
            executor.execute(counted);
        } catch (RejectedExecutionException shutDown) {
            counted.run();
        }
    }

    /** Waits until every task has ended, for some time. */
    boolean awaitNone(long timeoutNanos) throws InterruptedException {
        return pending.awaitNone(timeoutNanos);
    }
}
