package sse.api.internal.executor;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks on another executor, at most a number of them at the same time; the others wait, in the order of their
 * submission. Thread-safe; does not block.
 */
public final class BoundedExecutor implements Executor {
    // Immutable after construction.
    private final Executor executor;
    private final int limit;

    // Written by any thread.
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();

    /**
     * Creates an executor on top of another one.
     *
     * @param executor runs the tasks
     * @param limit how many of them run at the same time, at least 1
     */
    public BoundedExecutor(Executor executor, int limit) {
        this.executor = executor;
        this.limit = limit;
    }

    /** Runs a task that throws nothing, at once or later. If the other executor rejects it, it waits. */
    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        startWaiting();
    }

    /** Starts tasks that wait, as far as the limit allows: those that the other executor has rejected before. */
    public void startWaiting() {
        while (!waiting.isEmpty() && tryEnter()) {
            try {
                executor.execute(this::runNext);
            } catch (RejectedExecutionException rejected) {
                running.decrementAndGet();
                return;
            }
        }
    }

    private boolean tryEnter() {
        int now = running.get();
        while (now < limit) {
            if (running.compareAndSet(now, now + 1)) {
                return true;
            }
            now = running.get();
        }
        return false;
    }

    private void runNext() {
        try {
            Runnable task = waiting.poll();
            if (task != null) {
                task.run();
            }
        } finally {
            running.decrementAndGet();
            startWaiting();
        }
    }
}
