package sse.jdkhttp;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sse.api.spi.WorkerThreads;

/** The threads that may block on I/O. Thread-safe. Tasks handed over after the close are dropped. */
final class Workers implements Executor, WriteQueue.BlockingThreads {
    private final ExecutorService threads;

    Workers(String name) {
        threads = WorkerThreads.newExecutor(name);
    }

    @Override
    public void execute(Runnable task) {
        takes(task);
    }

    @Override
    public boolean takes(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException refusal) {
            if (!threads.isShutdown()) {
                throw refusal;
            }
            return false;
        }
    }

    /** Takes no more tasks. */
    void shutdown() {
        threads.shutdown();
    }

    /** Takes no more tasks, and waits until those there are have ended, or the time is over. */
    void close(long timeoutNanos) throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** Makes daemon threads with a number after their name. */
    static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }
}
