package sse.benchmarks.load;

import java.util.List;
import java.util.Map;

/**
 * What one run of a scenario gave. Immutable.
 *
 * @param values what was measured
 * @param timeline what was measured on the way, in order, where the scenario does that
 * @param failure why it is not what it must be, or an empty text
 */
record Outcome(Map<Metric, Double> values, List<Sample> timeline, String failure) {
    Outcome {
        values = Metric.copyOf(values);
        timeline = List.copyOf(timeline);
    }

    /** Has nothing but values. */
    static Outcome of(Map<Metric, Double> values) {
        return new Outcome(values, List.of(), "");
    }

    /** Could not be measured. */
    static Outcome failed(String reason) {
        return new Outcome(Map.of(), List.of(), reason);
    }
}
