package sse.jdkhttp;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that may block on I/O: a virtual thread for each task from Java 24 on, before that daemon threads that are kept for some
 * seconds, at most {@value #MAX_THREADS} at once, beyond which tasks wait. Thread-safe. Tasks handed over after the close are dropped.
 *
 * <p>Java 21 has virtual threads too, but there a thread that blocks in a {@code synchronized} method holds its carrier, and the JDK's server
 * writes in one: as many stalled clients as there are cores would stop every virtual thread of the process.
 */
final class Workers implements Executor {
    private static final int MAX_THREADS = 1_000;
    private static final int KEPT_SECONDS = 5;
    private static final int FIRST_JAVA_THAT_BLOCKS_WITHOUT_PINNING = 24;

    private final ExecutorService threads;

    Workers(String name) {
        threads = Runtime.version().feature() >= FIRST_JAVA_THAT_BLOCKS_WITHOUT_PINNING ? virtual(name) : pooled(name);
    }

    @Override
    public void execute(Runnable task) {
        takes(task);
    }

    /** Hands over a task. Returns false if it is too late. */
    boolean takes(Runnable task) {
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

    /** {@code Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(prefix, 0).factory())}, in the words of Java 17. */
    private static ExecutorService virtual(String name) {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object unnamed = Thread.class.getMethod("ofVirtual").invoke(null);
            Object named = builder.getMethod("name", String.class, long.class).invoke(unnamed, name + "-", 0L);
            Object factory = builder.getMethod("factory").invoke(named);
            Method executor = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
            return (ExecutorService) executor.invoke(null, factory);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("java " + Runtime.version() + " must have virtual threads", impossible);
        }
    }

    private static ExecutorService pooled(String name) {
        HandOffQueue queue = new HandOffQueue();
        return new ThreadPoolExecutor(
                0, MAX_THREADS, KEPT_SECONDS, TimeUnit.SECONDS, queue, daemons(name), (task, pool) -> {
                    if (pool.isShutdown()) {
                        throw new RejectedExecutionException("workers are closed");
                    }
                    queue.await(task);
                });
    }

    /** Takes a task only if a thread waits for it, so that the pool starts another one otherwise; at its limit tasks wait here. */
    private static final class HandOffQueue extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        void await(Runnable task) {
            super.offer(task);
        }
    }
}
