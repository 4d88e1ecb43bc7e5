package sse.api.spi.support;

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
import org.jspecify.annotations.Nullable;

/**
 * Creates executors for tasks that may block. From JDK 24 on each task has a virtual thread of its own. On earlier
 * releases tasks share at most 1,000 daemon threads, which end after some idle seconds; further tasks are queued, and
 * an executor logs a warning the first time that happens.
 *
 * <p>Before JDK 24 a virtual thread that blocks inside {@code synchronized} pins its carrier thread (JEP 491), so as
 * many blocked tasks as there are cores could stop every virtual thread of the process.
 *
 * <p>A thread inherits no thread locals from the thread that submits a task: it may run tasks of others afterwards. Its
 * context class loader is that of the thread that created the executor.
 */
public final class WorkerThreads {
    private static final System.Logger LOG = System.getLogger("sse.api");

    /** The first JDK release whose virtual threads do not pin their carrier in {@code synchronized}. */
    private static final int FIRST_VIRTUAL = 24;

    /** The number of tasks of one executor that may block at the same time without virtual threads. */
    private static final int MAX_THREADS = 1000;

    private static final long THREAD_KEPT_SECONDS = 5;

    private WorkerThreads() {}

    /**
     * Creates an executor.
     *
     * @param name the prefix of its threads' names
     * @return a new executor; the caller shuts it down
     */
    public static ExecutorService newExecutor(String name) {
        if (isPooled()) {
            return pooled(name);
        }
        try {
            return virtual(name, Thread.currentThread().getContextClassLoader());
        } catch (Throwable failure) {
            throw new IllegalStateException("virtual threads must start on JDK " + Runtime.version(), failure);
        }
    }

    /**
     * Returns the number of tasks of one executor that run at the same time.
     *
     * @return the maximum number of threads, or {@code Integer.MAX_VALUE} if each task has a virtual thread
     */
    public static int maxThreads() {
        return isPooled() ? MAX_THREADS : Integer.MAX_VALUE;
    }

    private static boolean isPooled() {
        return Runtime.version().feature() < FIRST_VIRTUAL;
    }

    /**
     * Does the same as {@code Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-",
     * 0).inheritInheritableThreadLocals(false).factory())}, which JDK 17 cannot compile, and sets the class loader.
     */
    private static ExecutorService virtual(String name, @Nullable ClassLoader loader) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> builderType = Class.forName("java.lang.Thread$Builder");
        Class<?> virtualType = Class.forName("java.lang.Thread$Builder$OfVirtual");
        MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtualType));
        MethodHandle named =
                lookup.findVirtual(virtualType, "name", MethodType.methodType(virtualType, String.class, long.class));
        MethodHandle inheriting = lookup.findVirtual(
                builderType, "inheritInheritableThreadLocals", MethodType.methodType(builderType, boolean.class));
        MethodHandle factory = lookup.findVirtual(builderType, "factory", MethodType.methodType(ThreadFactory.class));
        MethodHandle executor = lookup.findStatic(
                Executors.class,
                "newThreadPerTaskExecutor",
                MethodType.methodType(ExecutorService.class, ThreadFactory.class));
        Object builder = inheriting.invoke(named.invoke(ofVirtual.invoke(), name + "-", 0L), false);
        ThreadFactory threads = (ThreadFactory) factory.invoke(builder);
        ThreadFactory withLoader = work -> {
            Thread thread = threads.newThread(work);
            thread.setContextClassLoader(loader);
            return thread;
        };
        return (ExecutorService) executor.invoke(withLoader);
    }

    /**
     * Creates a pool that prefers an idle thread to a new one, and a new one to queuing; a plain pool queues first, or
     * never.
     */
    static ExecutorService pooled(String name) {
        AtomicInteger number = new AtomicInteger();
        @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
        HandOver queue = new HandOver();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                0,
                MAX_THREADS,
                THREAD_KEPT_SECONDS,
                TimeUnit.SECONDS,
                queue,
                work -> {
                    Thread thread = new Thread(null, work, name + "-" + number.getAndIncrement(), 0, false);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(loader);
                    return thread;
                },
                new WhenFull(name, queue, new AtomicBoolean()));
        return pool;
    }

    /** Queues tasks and logs a warning the first time. */
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
                        "executor " + name + ": all " + MAX_THREADS
                                + " threads are busy and further tasks are queued;"
                                + " block fewer of them (maxStreams limits stream handlers), or use JDK "
                                + FIRST_VIRTUAL + " or later");
            }
        }
    }

    /** Accepts a task only if an idle thread takes it. */
    private static final class HandOver extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }
}
