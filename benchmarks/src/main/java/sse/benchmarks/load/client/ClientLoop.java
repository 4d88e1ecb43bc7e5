package sse.benchmarks.load.client;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A thread that turns all subscribers, or all visitors. Others hand it tasks.
 *
 * @param <S> what it turns
 */
final class ClientLoop<S extends Looped> implements AutoCloseable {
    private static final long ANSWER_SECONDS = 100;

    // Immutable after construction.
    private final S looped;

    // Written by any thread, read by the loop.
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** Takes what from now on is the loop's. */
    ClientLoop(S looped) {
        this.looped = looped;
        Thread thread = new Thread(this::run, "load-client");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs a task in the loop, which completes the answer then or later. */
    <T> CompletableFuture<T> submit(LongTask<S, T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                task.run(looped, answer);
            } catch (IOException | RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        });
        looped.wakeup();
        return answer;
    }

    /** Runs a task in the loop, complete when it returns. */
    <T> CompletableFuture<T> call(Task<S, T> task) {
        return submit((all, answer) -> answer.complete(task.run(all)));
    }

    /** Runs a task in the loop and waits for what it returns. */
    <T> T ask(Task<S, T> task) throws InterruptedException, ExecutionException, TimeoutException {
        return await(call(task));
    }

    /** Runs a task in the loop, waits until it has completed, and returns ok. */
    String ok(Action<S> action) throws InterruptedException, ExecutionException, TimeoutException {
        return ask(all -> {
            action.run(all);
            return "ok";
        });
    }

    /** Waits for an answer. */
    static <T> T await(CompletableFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    /** Has all streams closed and the thread end, soon after this returns. */
    @Override
    public void close() {
        closed = true;
        looped.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                looped.turn();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
            looped.closeAll();
        } catch (IOException failure) {
            throw new IllegalStateException("selector must work", failure);
        }
    }

    /** What the loop does for another thread. */
    interface Task<S, T> {
        T run(S looped) throws IOException;
    }

    /** What the loop does, with nothing to say of it. */
    interface Action<S> {
        void run(S looped) throws IOException;
    }

    /** What the loop begins for another thread. */
    interface LongTask<S, T> {
        void run(S looped, CompletableFuture<T> answer) throws IOException;
    }
}
