package sse.benchmarks.load.client;

import java.util.Arrays;

/**
 * Tracks the last publication that every subscriber has received. Counts the subscribers without the next one, and only
 * when none is looks at all of them, which makes it about one look for each delivery. Confined to the loop.
 */
final class Completion {
    private final long[] last;
    private long completed;
    private int behind;

    Completion(int subscribers) {
        last = new long[subscribers];
        behind = subscribers;
    }

    /** Returns the last publication that all have. */
    long completed() {
        return completed;
    }

    /**
     * Notes how far a subscriber is.
     *
     * @return how many more publications are complete now
     */
    long advance(int subscriber, long sequence) {
        boolean wasBehind = last[subscriber] <= completed;
        last[subscriber] = Math.max(last[subscriber], sequence);
        if (!wasBehind || last[subscriber] <= completed || --behind > 0) {
            return 0;
        }
        long before = completed;
        completed = Arrays.stream(last).min().orElse(before);
        behind = (int) Arrays.stream(last).filter(each -> each <= completed).count();
        return completed - before;
    }

    /** Returns how many deliveries are still to come until all have so many publications. */
    long outstanding(long published) {
        return Arrays.stream(last).map(each -> Math.max(0, published - each)).sum();
    }
}
