package sse.benchmarks.load;

import java.util.Map;

/**
 * What was measured at one moment of a long run. Immutable.
 *
 * @param when how its row is called
 * @param values what was measured
 */
record Sample(String when, Map<Metric, Double> values) {
    Sample {
        values = Metric.copyOf(values);
    }
}
