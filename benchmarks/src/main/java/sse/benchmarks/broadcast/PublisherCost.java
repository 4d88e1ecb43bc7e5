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
 * Reports what an event costs the thread that publishes: processor time, which does not count the time in which another
 * thread had the processor, and bytes allocated, while {@code -prof gc} counts every thread and so the buffers of the
 * connections in memory too. To use it: {@code -prof sse.benchmarks.broadcast.PublisherCost}.
 */
public final class PublisherCost implements InternalProfiler {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    // Written by the thread that publishes, read between iterations.
    private static final AtomicLong EVENTS = new AtomicLong();
    private static final AtomicLong NANOS = new AtomicLong();
    private static final AtomicLong BYTES = new AtomicLong();

    /** Begins to count for the calling thread. */
    static void begin() {
        BYTES.addAndGet(-THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()));
        NANOS.addAndGet(-THREADS.getCurrentThreadCpuTime());
    }

    /** Ends what began, in which the calling thread has published some events. */
    static void end(long events) {
        NANOS.addAndGet(THREADS.getCurrentThreadCpuTime());
        BYTES.addAndGet(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()));
        EVENTS.addAndGet(events);
    }

    @Override
    public String getDescription() {
        return "processor time and bytes that an event costs the thread that publishes";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        EVENTS.set(0);
        NANOS.set(0);
        BYTES.set(0);
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return List.of(perEvent("publisher.cpu.norm", NANOS, "ns/op"), perEvent("publisher.alloc.norm", BYTES, "B/op"));
    }

    private static ScalarResult perEvent(String label, AtomicLong sum, String unit) {
        return new ScalarResult(label, (double) sum.get() / Math.max(1, EVENTS.get()), unit, AggregationPolicy.AVG);
    }
}
