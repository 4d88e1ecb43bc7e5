package sse.benchmarks.broadcast;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Reports what the thread that publishes allocates for an event; {@code -prof gc} counts every thread, and so the buffers of the connections in memory too. To use it:
 * {@code -prof sse.benchmarks.broadcast.PublisherAllocation}.
 */
public final class PublisherAllocation implements InternalProfiler {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final AtomicLong BYTES = new AtomicLong();
    private static final AtomicLong EVENTS = new AtomicLong();

    /** Returns how much the calling thread has allocated in its life, in bytes. */
    static long ofThisThread() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Counts what was allocated for some events. */
    static void count(long bytes, long events) {
        BYTES.addAndGet(bytes);
        EVENTS.addAndGet(events);
    }

    @Override
    public String getDescription() {
        return "bytes that the publishing thread allocates for an event";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        BYTES.set(0);
        EVENTS.set(0);
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double bytes = (double) BYTES.get() / Math.max(1, EVENTS.get());
        return List.of(new ScalarResult("publisher.alloc.norm", bytes, "B/op", AggregationPolicy.AVG));
    }
}
