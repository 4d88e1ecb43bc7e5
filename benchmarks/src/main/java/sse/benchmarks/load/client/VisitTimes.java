package sse.benchmarks.load.client;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long visitors stay and stay away. Immutable.
 *
 * <p>A server that is written 80 KB a second needs up to a minute to fill what the kernel takes for a client that does
 * not read, and its write deadline adds half a minute to that. So who stalls does it for longer, but comes back long
 * before the history has moved past it.
 *
 * @param unit the time that all others are multiples of; a second, except in tests
 */
record VisitTimes(Duration unit) {
    private static final double VISIT = 60;
    private static final double AWAY = 20;
    private static final double SHORTEST_STALL = 95;
    private static final double LONGEST_STALL = 120;
    private static final double ABANDONED = 150;
    private static final double SHORTEST_CONNECTION = 160;
    private static final double LONGEST_CONNECTION = 280;

    /** Returns how long one is to stay: up to a minute. */
    long visitNanos(SplittableRandom random) {
        return nanos(VISIT * random.nextDouble());
    }

    /** Returns how long one is to stay away: up to a third of a minute. */
    long awayNanos(SplittableRandom random) {
        return nanos(AWAY * random.nextDouble());
    }

    /** Returns how long one is not to read. */
    long stallNanos(SplittableRandom random) {
        return nanos(SHORTEST_STALL + (LONGEST_STALL - SHORTEST_STALL) * random.nextDouble());
    }

    /** Returns how long the connection of one that has vanished is kept, so that it is the server that ends it. */
    long abandonedNanos() {
        return nanos(ABANDONED);
    }

    /**
     * Returns how long a connection for several visitors is kept: long enough for a stall to be ended by the server.
     */
    long connectionNanos(SplittableRandom random) {
        return nanos(SHORTEST_CONNECTION + (LONGEST_CONNECTION - SHORTEST_CONNECTION) * random.nextDouble());
    }

    private long nanos(double units) {
        return (long) (units * unit.toNanos());
    }
}
