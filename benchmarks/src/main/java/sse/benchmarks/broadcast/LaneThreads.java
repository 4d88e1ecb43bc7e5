package sse.benchmarks.broadcast;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs everything that a server does, and knows when it has done it: when no task waits and none runs, every event has
 * been written to every stream. This holds only if no other thread uses the server. Thread-safe.
 */
final class LaneThreads implements Executor, AutoCloseable {
    private final AtomicInteger unfinished = new AtomicInteger();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final ExecutorService executor;

    LaneThreads(int count) {
        executor = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "lane-" + threads.size());
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
    }

    @Override
    public void execute(Runnable task) {
        unfinished.incrementAndGet();
        executor.execute(() -> run(task));
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            unfinished.decrementAndGet();
        }
    }

    /** Waits until everything is done. */
    void awaitIdle() {
        while (unfinished.get() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Waits until everything is done and every thread is parked, so that the next task must wake one. */
    void awaitAsleep() {
        awaitIdle();
        for (Thread thread : threads) {
            while (thread.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
