package sse.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do something at the same time; who fails is told of when they are awaited. */
final class Crew implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> all = new ArrayList<>();

    /** Work that may fail. */
    interface Work {
        void run() throws Exception;
    }

    /** Begins work on a new thread. */
    void start(Work work) {
        all.add(threads.submit(() -> {
            work.run();
            return null;
        }));
    }

    /** Waits until everything that was started is done. */
    void join() throws ExecutionException, InterruptedException {
        for (Future<?> one : all) {
            one.get();
        }
        all.clear();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
