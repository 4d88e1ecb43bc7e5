package sse.redis;

import java.util.concurrent.atomic.LongAdder;

/** The numbers of {@link RedisStatistics}. Written and read by any thread. */
final class Counters {
    final LongAdder publishedEvents = new LongAdder();
    final LongAdder failedBatches = new LongAdder();
    final LongAdder repeatedAttempts = new LongAdder();
    final LongAdder disconnects = new LongAdder();
    final LongAdder entriesRolledBack = new LongAdder();
    final LongAdder entriesLost = new LongAdder();
    final LongAdder resets = new LongAdder();
    volatile boolean up;
}
