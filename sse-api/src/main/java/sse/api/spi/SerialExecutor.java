package sse.api.spi;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time and in order on another executor: the loop of a lane that has no thread of its own. While
 * nothing waits, it occupies no thread. Thread-safe.
 *
 * <p>Over an executor that runs tasks in the caller, it runs them there too, and a task that hands over another one
 * returns before the other begins: no recursion, which makes a whole server deterministic on one thread.
 *
 * <p>What the other executor throws when a task is handed over to it reaches the caller, and the task does not run;
 * what others have handed over meanwhile runs there, for here is a thread. A task that throws ends nothing: its
 * exception goes to the thread's uncaught exception handler and the next task runs.
 */
public final class SerialExecutor implements Executor {
    /** After so many tasks in a row the others of the underlying executor get a turn. */
    private static final int BATCH = 64;

    // Immutable after construction.
    private final Executor executor;

    // Guarded by tasks.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /**
     * Makes a loop over an executor.
     *
     * @param executor runs this loop's batches; must not drop any
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
        } catch (Exception | Error notTaken) {
            boolean othersWait;
            synchronized (tasks) {
                tasks.remove(task);
                othersWait = !tasks.isEmpty();
                running = othersWait;
            }
            if (othersWait) {
                runBatches();
            }
            throw notTaken;
        }
    }

    /**
     * Runs a batch, and the next one too if the executor has no other thread for that, or no memory: here is a thread.
     */
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
     * What is left after a batch. Where the executor runs it in the caller, that goes on by itself: each batch would
     * make its stack deeper.
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
            } catch (Exception | Error notTaken) {
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
