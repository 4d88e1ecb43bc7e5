package sse.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server's resident memory over a window, taken each second. For use by one thread. */
final class MemoryWatch {
    private static final long SECOND_MILLIS = 1000;

    private final ProcessUsage usage;
    private final List<Double> samples = new ArrayList<>();

    MemoryWatch(ProcessUsage usage) {
        this.usage = usage;
    }

    /** Waits for the length of the window. */
    void watch(long millis, Progress progress) throws LoadException, InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long rest = millis; rest > 0; rest = (end - System.nanoTime()) / 1_000_000) {
            samples.add(usage.residentBytes());
            progress.show("%d s left, RSS %s MiB"
                    .formatted(rest / SECOND_MILLIS, Metric.RESIDENT_LAST.format(usage.residentBytes())));
            Thread.sleep(Math.min(SECOND_MILLIS, rest));
        }
        samples.add(usage.residentBytes());
    }

    void addTo(Map<Metric, Double> values) {
        values.put(Metric.RESIDENT_FIRST, samples.get(samples.size() / 4));
        values.put(Metric.RESIDENT_LAST, samples.get(samples.size() - 1));
        values.put(
                Metric.RESIDENT_MOST,
                samples.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
    }
}
