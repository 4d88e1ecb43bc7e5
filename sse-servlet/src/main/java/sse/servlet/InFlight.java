package sse.servlet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What is in flight and must end before a mount is closed. Thread-safe. */
final class InFlight<T> {
    // Guarded by this.
    private final Set<T> members = new HashSet<>();
    private boolean closed;

    /** Adds a member. Returns false if the set has been closed. */
    synchronized boolean add(T member) {
        return !closed && members.add(member);
    }

    synchronized void remove(T member) {
        members.remove(member);
        if (members.isEmpty()) {
            notifyAll();
        }
    }

    /** Accepts no more members, and returns the present ones. */
    synchronized List<T> close() {
        closed = true;
        return List.copyOf(members);
    }

    /** Waits until the set is empty, or the timeout has elapsed. */
    synchronized void awaitEmpty(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        long remaining = timeoutNanos;
        while (!members.isEmpty() && remaining > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, remaining);
            remaining = deadline - System.nanoTime();
        }
    }
}
