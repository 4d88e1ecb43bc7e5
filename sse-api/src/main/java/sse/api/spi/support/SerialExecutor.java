package sse.api.spi.support;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import sse.api.spi.LaneLoop;

/**
 * Runs tasks one at a time and in order on another executor: the loop of a lane that has no thread of its own. It
 * occupies no thread while no task is queued. Thread-safe.
 *
 * <p>If the other executor runs tasks in the calling thread, so does this one, and a task that submits another task
 * returns before that one begins. There is no recursion, so a whole server is deterministic on one thread.
 *
 * <p>An exception that the other executor throws when a task is submitted to it is thrown to the caller, and the task
 * does not run; tasks that other threads have queued meanwhile run in the caller, because no other thread would run
 * them. An exception that a task throws is passed to the thread's uncaught exception handler, and the next task runs.
 */
public final class SerialExecutor implements LaneLoop {
    /** The number of tasks in a row after which other tasks of the underlying executor can run. */
    private static final int BATCH = 64;

    // Immutable after construction.
    private final Executor executor;

    // Guarded by tasks.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /**
     * Creates an executor on top of another one.
     *
     * @param executor runs the batches of tasks; must not drop any
     */
    public SerialExecutor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this::runBatches);
        } catch (Exception | Error rejected) {
            boolean othersQueued;
            synchronized (tasks) {
                tasks.remove(task);
                othersQueued = !tasks.isEmpty();
                running = othersQueued;
            }
            if (othersQueued) {
                runBatches();
            }
            throw rejected;
        }
    }

    /** Runs a batch of tasks, and the next batch too if the executor has no thread or no memory to run it. */
    private void runBatches() {
        do {
            for (int i = 0; i < BATCH; i++) {
                Runnable task = next();
                if (task == null) {
                    return;
                }
                run(task);
            }
        } while (!new NextBatch().isHandedOver());
    }

    /**
     * The tasks that remain after a batch. If the executor runs this task in the calling thread, the caller's loop goes
     * on instead, because each batch would otherwise deepen the stack.
     */
    private final class NextBatch implements Runnable {
        private final Thread caller = Thread.currentThread();

        // Confined to that thread.
        private boolean handingOver = true;
        private boolean ranInCaller;

        boolean isHandedOver() {
            try {
                executor.execute(this);
                return !ranInCaller;
            } catch (Exception | Error rejected) {
                return false;
            } finally {
                handingOver = false;
            }
        }

        @Override
        public void run() {
            if (Thread.currentThread() == caller && handingOver) {
                ranInCaller = true;
            } else {
                runBatches();
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            Runnable task = tasks.poll();
            running = task != null;
            return task;
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Exception | Error failure) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }
}
