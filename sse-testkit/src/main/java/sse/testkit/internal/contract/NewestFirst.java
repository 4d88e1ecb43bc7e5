package sse.testkit.internal.contract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/** Runs tasks in the caller. Tasks submitted while it is held run afterwards, the newest first. Thread-safe. */
final class NewestFirst implements Executor {
    // Guarded by this.
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean holding;

    @Override
    public void execute(Runnable task) {
        if (!holds(task)) {
            task.run();
        }
    }

    private synchronized boolean holds(Runnable task) {
        if (holding) {
            held.push(task);
        }
        return holding;
    }

    /** Holds further tasks. */
    synchronized void hold() {
        holding = true;
    }

    /** Runs what it has held. */
    void release() {
        takeHeld().forEach(Runnable::run);
    }

    private synchronized List<Runnable> takeHeld() {
        holding = false;
        List<Runnable> newestFirst = List.copyOf(held);
        held.clear();
        return newestFirst;
    }
}
