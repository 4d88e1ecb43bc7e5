package sse.api.internal.topic;

import java.util.concurrent.atomic.AtomicInteger;

/** How many of a topic's subscribers, on all lanes, may be in step and have compressed streams. Thread-safe. */
final class CompressedSubscribers {
    // Written by any lane.
    private final AtomicInteger count = new AtomicInteger();

    /** Counts one. */
    void add() {
        count.incrementAndGet();
    }

    /** Counts one less. */
    void remove() {
        count.decrementAndGet();
    }

    /** Returns true if what is compressed for one of them is sent to another, too. */
    boolean areSeveral() {
        return count.get() > 1;
    }
}
