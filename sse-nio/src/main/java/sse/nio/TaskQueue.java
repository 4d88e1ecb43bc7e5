package sse.nio;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait for a loop, in the order they were handed over, and whether the loop sleeps. Adding allocates
 * nothing in steady state: two arrays change places.
 */
final class TaskQueue {
    private static final int INITIAL = 64;
    private static final int KEPT = 4096;

    // Guarded by this.
    private Runnable[] waiting = new Runnable[INITIAL];
    private int count;
    private boolean parked;
    private boolean closed;

    // Confined to the loop.
    private Runnable[] batch = new Runnable[INITIAL];
    private int next;
    private int end;

    /**
     * Adds a task, or drops it once the queue is closed.
     *
     * @return whether the loop sleeps and this is the first to wake it
     */
    synchronized boolean add(Runnable task) {
        if (closed) {
            return false;
        }
        if (count == waiting.length) {
            waiting = Arrays.copyOf(waiting, 2 * count);
        }
        waiting[count++] = task;
        boolean wake = parked;
        parked = false;
        return wake;
    }

    /** Says that the loop is about to sleep; false if it must not, because a task waits. Called by the loop. */
    synchronized boolean park() {
        parked = isEmpty();
        return parked;
    }

    /** Says that the loop is awake; returns whether a task waits. */
    synchronized boolean unpark() {
        parked = false;
        return !isEmpty();
    }

    /** Takes the next task, or null if none waits. Called by the loop. */
    @Nullable
    Runnable poll() {
        if (next == end && !swap()) {
            return null;
        }
        Runnable task = batch[next];
        batch[next++] = null;
        return task;
    }

    /** Drops what is added from now on; false if a task still waits. Called by the loop. */
    synchronized boolean close() {
        closed = isEmpty();
        return closed;
    }

    private boolean isEmpty() {
        return count == 0 && next == end;
    }

    private synchronized boolean swap() {
        Runnable[] emptied = batch.length > KEPT ? new Runnable[INITIAL] : batch;
        batch = waiting;
        next = 0;
        end = count;
        waiting = emptied;
        count = 0;
        return end > 0;
    }
}
