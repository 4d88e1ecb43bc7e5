package sse.benchmarks.load;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one run of one scenario with one server gave. Immutable.
 *
 * @param scenario the table it belongs to
 * @param server the row it belongs to
 * @param round which of the rounds, from one
 * @param values what was measured; empty if it failed
 * @param failure why it failed, or an empty text
 */
record Measurement(String scenario, String server, int round, Map<Metric, Double> values, String failure) {
    Measurement {
        Map<Metric, Double> copy = new EnumMap<>(Metric.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }
}
