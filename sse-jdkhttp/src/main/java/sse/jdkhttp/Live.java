package sse.jdkhttp;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The things of one kind that are under way and must be over before a server is closed. Thread-safe. */
final class Live<T> {
    // Guarded by this.
    private final Set<T> members = new HashSet<>();
    private boolean closed;

    /** Adds one, unless it is too late. */
    synchronized boolean add(T member) {
        return !closed && members.add(member);
    }

    synchronized void remove(T member) {
        members.remove(member);
        if (members.isEmpty()) {
            notifyAll();
        }
    }

    synchronized boolean isEmpty() {
        return members.isEmpty();
    }

    /** Takes no more, and returns those there are. */
    synchronized List<T> close() {
        closed = true;
        return List.copyOf(members);
    }

    /** Waits until none is left, or the time is over. */
    synchronized void awaitNone(long timeoutNanos) throws InterruptedException {
        long end = System.nanoTime() + timeoutNanos;
        long left = timeoutNanos;
        while (!members.isEmpty() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }
}
