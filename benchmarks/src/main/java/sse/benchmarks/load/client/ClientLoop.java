package sse.benchmarks.load.client;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The thread of all subscribers. Others hand it tasks. */
final class ClientLoop implements AutoCloseable {
    // Immutable after construction.
    private final Subscribers subscribers;

    // Written by any thread, read by the loop.
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** Takes subscribers, which from now on are the loop's. */
    ClientLoop(Subscribers subscribers) {
        this.subscribers = subscribers;
        Thread thread = new Thread(this::run, "load-client");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs a task in the loop, which completes the answer then or later. */
    <T> CompletableFuture<T> submit(LongTask<T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                task.run(subscribers, answer);
            } catch (IOException | RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        });
        subscribers.wakeup();
        return answer;
    }

    /** Runs a task in the loop, complete when it returns. */
    <T> CompletableFuture<T> call(Task<T> task) {
        return submit((all, answer) -> answer.complete(task.run(all)));
    }

    /** Has all streams closed and the thread end, soon after this returns. */
    @Override
    public void close() {
        closed = true;
        subscribers.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                subscribers.turn();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
            subscribers.closeAll();
        } catch (IOException failure) {
            throw new IllegalStateException("selector must work", failure);
        }
    }

    /** What the loop does for another thread. */
    interface Task<T> {
        T run(Subscribers subscribers) throws IOException;
    }

    /** What the loop begins for another thread. */
    interface LongTask<T> {
        void run(Subscribers subscribers, CompletableFuture<T> answer) throws IOException;
    }
}
