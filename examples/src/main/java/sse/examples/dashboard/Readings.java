package sse.examples.dashboard;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import sse.api.LaneStatistics;
import sse.api.ServerStatistics;
import sse.api.SseServer;

/**
 * Takes readings of this JVM and of a server. Counts become rates since the previous reading. For use by one thread at
 * a time.
 */
final class Readings {
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final SseServer server;
    private final IntSupplier simulated;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private Totals before;
    private long number;

    /** Counts that only grow, at one moment. */
    private record Totals(long nanoTime, long cpuNanos, long gcMillis, long gcs, ServerStatistics server) {}

    /**
     * Starts counting now.
     *
     * @param server whose streams are counted
     * @param simulated returns the number of simulated subscribers
     * @param nanoTime a monotonic clock, for rates
     * @param clock the time of day, for the readings
     */
    Readings(SseServer server, IntSupplier simulated, LongSupplier nanoTime, InstantSource clock) {
        this.server = server;
        this.simulated = simulated;
        this.nanoTime = nanoTime;
        this.clock = clock;
        before = totals();
    }

    /** Takes the next reading. */
    Reading next() {
        Totals now = totals();
        double seconds = Math.max(1, now.nanoTime - before.nanoTime) / 1e9;
        double cpuSeconds = (now.cpuNanos - before.cpuNanos) / 1e9;
        MemoryUsage heap = memory.getHeapMemoryUsage();
        Reading reading = new Reading(
                ++number,
                clock.millis(),
                Math.min(1, cpuSeconds / seconds / system.getAvailableProcessors()),
                heap.getUsed(),
                heap.getCommitted(),
                (now.gcMillis - before.gcMillis) / seconds,
                now.gcs - before.gcs,
                threads.getThreadCount(),
                now.server.openStreams(),
                simulated.getAsInt(),
                (now.server.sentEvents() - before.server.sentEvents()) / seconds,
                lagMillis(before.server.lanes(), now.server.lanes()));
        before = now;
        return reading;
    }

    private Totals totals() {
        return new Totals(
                nanoTime.getAsLong(),
                system.getProcessCpuTime(),
                sum(GarbageCollectorMXBean::getCollectionTime),
                sum(GarbageCollectorMXBean::getCollectionCount),
                server.statistics());
    }

    /** Returns the average time that events were queued for their lane, of the lane where it was longest. */
    private static double lagMillis(List<LaneStatistics> before, List<LaneStatistics> now) {
        double longest = 0;
        for (int i = 0; i < now.size(); i++) {
            LaneStatistics lane = now.get(i);
            boolean isNew = i >= before.size();
            long runs = lane.runs() - (isNew ? 0 : before.get(i).runs());
            Duration queued = lane.queueDelay()
                    .minus(isNew ? Duration.ZERO : before.get(i).queueDelay());
            longest = Math.max(longest, queued.toNanos() / 1e6 / Math.max(1, runs));
        }
        return longest;
    }

    /** Adds up a value of all collectors; one that does not support it returns -1. */
    private long sum(ToLongFunction<GarbageCollectorMXBean> value) {
        return collectors.stream().mapToLong(value).filter(known -> known > 0).sum();
    }
}
