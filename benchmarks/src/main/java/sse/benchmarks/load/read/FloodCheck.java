package sse.benchmarks.load.read;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts the events of one stream, and those that are not the one after the one before. */
final class FloodCheck implements Consumer<String> {
    // Written by the thread that reads, read by any thread.
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    // Confined to the thread that reads.
    private int next;

    @Override
    public void accept(String data) {
        int number = ReaderEvents.number(data);
        if (number != next) {
            wrong.lazySet(wrong.get() + 1);
        }
        next = (number + 1) % ReaderEvents.COUNT;
        events.lazySet(events.get() + 1);
    }

    long events() {
        return events.get();
    }

    long wrong() {
        return wrong.get();
    }
}
