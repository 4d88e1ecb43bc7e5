package sse.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Makes the threads of lanes, which are daemons, and waits for their end: containers warn of a thread of an application
 * that has stopped, also of one that an executor has dismissed a moment ago. Thread-safe.
 */
final class LaneThreads implements ThreadFactory {
    // Guarded by this.
    private final List<Thread> threads = new ArrayList<>();
    private int count;

    @Override
    public synchronized Thread newThread(Runnable task) {
        threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        Thread thread = new Thread(null, task, "sse-servlet-lane-" + count++, 0, false);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** Waits until the threads have ended that were dismissed, or the timeout has elapsed. */
    void join(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        for (Thread thread : present()) {
            TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        }
    }

    private synchronized List<Thread> present() {
        return List.copyOf(threads);
    }
}
