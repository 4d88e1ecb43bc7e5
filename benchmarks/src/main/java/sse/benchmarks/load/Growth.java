package sse.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds what a server holds more and more of while clients come and leave. The first third of a run fills the history
 * and the pools; what a server has at most in the last third must be no more than what it had at most in the second,
 * and a tolerance. A run of fewer than {@value #LEAST_SAMPLES} samples is not long enough to tell.
 */
final class Growth {
    /** A sample a minute: nine minutes, of which three make a third. */
    private static final int LEAST_SAMPLES = 9;

    private static final double TENTH = 1.1;
    private static final Map<Metric, Double> TOLERANCES = Map.of(
            Metric.LIVE_HEAP,
            4.0 * (1 << 20),
            Metric.RESIDENT,
            16.0 * (1 << 20),
            Metric.THREADS,
            4.0,
            Metric.DESCRIPTORS,
            16.0);

    private Growth() {}

    /**
     * Compares.
     *
     * @param samples those taken while clients come and leave, in order
     * @return what has grown, a text each
     */
    static List<String> of(List<Sample> samples) {
        List<String> grown = new ArrayList<>();
        int third = samples.size() / 3;
        if (samples.size() >= LEAST_SAMPLES) {
            for (Metric metric : List.of(Metric.LIVE_HEAP, Metric.RESIDENT, Metric.THREADS, Metric.DESCRIPTORS)) {
                double before = most(metric, samples.subList(third, 2 * third));
                double after = most(metric, samples.subList(2 * third, samples.size()));
                if (after > before * TENTH + TOLERANCES.getOrDefault(metric, 0.0)) {
                    grown.add("%s grew from %s to %s"
                            .formatted(metric.title(), metric.format(before), metric.format(after)));
                }
            }
        }
        return grown;
    }

    /** Returns NaN, which is not more than anything, where the system does not say. */
    private static double most(Metric metric, List<Sample> samples) {
        return samples.stream()
                .mapToDouble(sample -> sample.values().getOrDefault(metric, Double.NaN))
                .max()
                .orElse(Double.NaN);
    }
}
