package sse.api.internal.server;

import java.util.concurrent.Executor;

/** Hands tasks on to another executor and counts those that have not ended, so that somebody can wait for them. Thread-safe. */
final class CountedExecutor implements Executor {
    private final Executor executor;
    private final Count pending = new Count(Integer.MAX_VALUE);

    CountedExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        pending.enter();
        boolean handedOver = false;
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } finally {
                    pending.leave();
                }
            });
            handedOver = true;
        } finally {
            if (!handedOver) {
                pending.leave();
            }
        }
    }

    /** Waits until every task has ended, for some time. */
    boolean awaitNone(long timeoutNanos) throws InterruptedException {
        return pending.awaitNone(timeoutNanos);
    }
}
