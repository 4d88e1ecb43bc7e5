package sse.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Delays between attempts to connect: random, of a bound that doubles from 50 ms to 2 s. For use by one thread. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(50);
    static final Duration LONGEST = Duration.ofSeconds(2);

    private long boundNanos = FIRST.toNanos();

    /** Returns the next delay. */
    long nextNanos() {
        long delay = ThreadLocalRandom.current().nextLong(boundNanos) + 1;
        boundNanos = Math.min(2 * boundNanos, LONGEST.toNanos());
        return delay;
    }

    /** Begins again with the shortest delays. */
    void reset() {
        boundNanos = FIRST.toNanos();
    }
}
