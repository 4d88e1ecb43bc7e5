package sse.benchmarks.load.read;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/** When each of some streams received its first event since a moment. Thread-safe. */
final class Arrivals {
    private static final int MOST = 100_000;

    private final AtomicLongArray firstNanos = new AtomicLongArray(MOST);
    private final AtomicIntegerArray armed = new AtomicIntegerArray(MOST);

    /** Returns what the events of a stream are given to. */
    Consumer<String> of(int stream) {
        armed.set(stream, 1);
        return data -> {
            if (armed.compareAndSet(stream, 1, 2)) {
                firstNanos.set(stream, System.nanoTime());
                armed.set(stream, 0);
            }
        };
    }

    /** Begins to wait for events anew. */
    void rearm(int streams) {
        for (int i = 0; i < streams; i++) {
            armed.set(i, 1);
        }
    }

    /** Returns how many of the streams have received an event. */
    int count(int streams) {
        int count = 0;
        for (int i = 0; i < streams; i++) {
            count += armed.get(i) == 0 ? 1 : 0;
        }
        return count;
    }

    /** Returns the times from a moment to the events, the shortest first. All must have come. */
    long[] since(long nanos, int streams) {
        long[] times = new long[streams];
        for (int i = 0; i < streams; i++) {
            times[i] = firstNanos.get(i) - nanos;
        }
        Arrays.sort(times);
        return times;
    }
}
