package sse.jdkhttp;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sse.api.spi.support.WorkerThreads;

/** Runs tasks that may block on I/O. Thread-safe. Tasks submitted after the shutdown are dropped. */
final class BlockingExecutor implements Executor, WriteQueue.WriteExecutor {
    private final ExecutorService threads;

    BlockingExecutor(String name) {
        threads = WorkerThreads.newExecutor(name);
    }

    @Override
    public void execute(Runnable task) {
        trySubmit(task);
    }

    @Override
    public boolean trySubmit(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException rejected) {
            if (!threads.isShutdown()) {
                throw rejected;
            }
            return false;
        }
    }

    /** Accepts no more tasks. */
    void shutdown() {
        threads.shutdown();
    }

    /** Accepts no more tasks, and waits until the submitted ones have ended or the timeout has elapsed. */
    void close(long timeoutNanos) throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** Creates daemon threads whose names end with a number, and which inherit no thread locals. */
    static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(null, task, name + "-" + count.getAndIncrement(), 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }
}
