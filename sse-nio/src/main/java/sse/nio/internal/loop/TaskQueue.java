package sse.nio.internal.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The queued tasks of a loop, in the order in which they were added, and whether the loop sleeps. Adding allocates
 * nothing in the steady state: two arrays are used in turn.
 */
final class TaskQueue {
    private static final int INITIAL_CAPACITY = 64;
    private static final int MAX_KEPT_CAPACITY = 4096;

    // Guarded by this.
    private Runnable[] added = new Runnable[INITIAL_CAPACITY];
    private int count;
    private boolean parked;
    private boolean closed;

    // Confined to the loop.
    private Runnable[] batch = new Runnable[INITIAL_CAPACITY];
    private int next;
    private int end;

    /**
     * Adds a task, or drops it if the queue is closed.
     *
     * @return true if the loop sleeps and the caller must wake it
     */
    synchronized boolean add(Runnable task) {
        if (closed) {
            return false;
        }
        if (count == added.length) {
            added = Arrays.copyOf(added, 2 * count);
        }
        added[count++] = task;
        boolean wake = parked;
        parked = false;
        return wake;
    }

    /**
     * Announces that the loop is about to sleep. Called by the loop.
     *
     * @return false if a task is queued and the loop must not sleep
     */
    synchronized boolean park() {
        parked = isEmpty();
        return parked;
    }

    /**
     * Announces that the loop is awake. Called by the loop.
     *
     * @return true if a task is queued
     */
    synchronized boolean unpark() {
        parked = false;
        return !isEmpty();
    }

    /** Removes and returns the next task, or null if none is queued. Called by the loop. */
    @Nullable
    Runnable poll() {
        if (next == end && !swap()) {
            return null;
        }
        Runnable task = batch[next];
        batch[next++] = null;
        return task;
    }

    /**
     * Closes the queue if it is empty. Called by the loop.
     *
     * @return false if a task is queued, and the queue stays open
     */
    synchronized boolean close() {
        closed = isEmpty();
        return closed;
    }

    private boolean isEmpty() {
        return count == 0 && next == end;
    }

    private synchronized boolean swap() {
        Runnable[] emptied = batch.length > MAX_KEPT_CAPACITY ? new Runnable[INITIAL_CAPACITY] : batch;
        batch = added;
        next = 0;
        end = count;
        added = emptied;
        count = 0;
        return end > 0;
    }
}
