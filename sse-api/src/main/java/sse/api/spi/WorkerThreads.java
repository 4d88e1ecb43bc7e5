package sse.api.spi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes executors for tasks that may block: a virtual thread for each task where the runtime has good ones (JDK 24),
 * otherwise daemon threads that are reused, kept for some seconds, and at most 1,000 at once, after which tasks wait;
 * the first time an executor's tasks do, it logs a warning.
 *
 * <p>Before JDK 24 a virtual thread that blocks inside {@code synchronized} holds its carrier (JEP 491), so as many
 * blocked tasks as there are cores could stop every virtual thread of the process.
 */
public final class WorkerThreads {
    private static final System.Logger LOG = System.getLogger("sse.api");

    /** The first JDK whose virtual threads may block anywhere. */
    private static final int FIRST_VIRTUAL = 24;

    /** Without virtual threads: how many tasks of one executor may block at the same time. */
    private static final int MOST_THREADS = 1000;

    private static final long THREAD_KEPT_SECONDS = 5;

    private WorkerThreads() {}

    /**
     * Makes an executor.
     *
     * @param name what its threads' names begin with
     * @return the executor; the caller shuts it down
     */
    public static ExecutorService newExecutor(String name) {
        if (isPooled()) {
            return pooled(name);
        }
        try {
            return virtual(name);
        } catch (Throwable failure) {
            throw new IllegalStateException("virtual threads must start on JDK " + Runtime.version(), failure);
        }
    }

    /**
     * Returns how many tasks of one executor may block before the next one waits.
     *
     * @return the number of threads, or {@code Integer.MAX_VALUE} if each task has a virtual one
     */
    public static int mostAtOnce() {
        return isPooled() ? MOST_THREADS : Integer.MAX_VALUE;
    }

    private static boolean isPooled() {
        return Runtime.version().feature() < FIRST_VIRTUAL;
    }

    /**
     * The same as {@code Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory())}, which
     * JDK 17 cannot compile.
     */
    private static ExecutorService virtual(String name) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> builderType = Class.forName("java.lang.Thread$Builder");
        Class<?> virtualType = Class.forName("java.lang.Thread$Builder$OfVirtual");
        MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtualType));
        MethodHandle named =
                lookup.findVirtual(virtualType, "name", MethodType.methodType(virtualType, String.class, long.class));
        MethodHandle factory = lookup.findVirtual(builderType, "factory", MethodType.methodType(ThreadFactory.class));
        MethodHandle executor = lookup.findStatic(
                Executors.class,
                "newThreadPerTaskExecutor",
                MethodType.methodType(ExecutorService.class, ThreadFactory.class));
        Object builder = named.invoke(ofVirtual.invoke(), name + "-", 0L);
        return (ExecutorService) executor.invoke((ThreadFactory) factory.invoke(builder));
    }

    /**
     * A pool that prefers an idle thread to a new one, and a new one to waiting; a plain pool would wait first or
     * never.
     */
    static ExecutorService pooled(String name) {
        AtomicInteger number = new AtomicInteger();
        HandOver queue = new HandOver();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                0,
                MOST_THREADS,
                THREAD_KEPT_SECONDS,
                TimeUnit.SECONDS,
                queue,
                work -> {
                    Thread thread = new Thread(work, name + "-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                },
                new WhenFull(name, queue, new AtomicBoolean()));
        return pool;
    }

    /** Lets tasks wait, and says so once. */
    private record WhenFull(String name, HandOver queue, AtomicBoolean warned) implements RejectedExecutionHandler {
        @Override
        public void rejectedExecution(Runnable task, ThreadPoolExecutor full) {
            if (full.isShutdown()) {
                throw new RejectedExecutionException("executor " + name + " is shut down");
            }
            queue.put(task);
            if (!warned.getAndSet(true)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "executor " + name + " has threads for " + MOST_THREADS
                                + " tasks, all of them block, and others now wait for them to end;"
                                + " let fewer block (maxStreams limits the handlers of streams), or use JDK "
                                + FIRST_VIRTUAL);
            }
        }
    }

    /** Takes a task only if a thread waits for it. */
    private static final class HandOver extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }
}
