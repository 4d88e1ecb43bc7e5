package sse.benchmarks.load;

import java.util.List;
import java.util.Map;

/**
 * What one run of one scenario with one server gave. Immutable.
 *
 * @param scenario the table it belongs to
 * @param server the row it belongs to
 * @param round which of the rounds, from one
 * @param values what was measured; empty if it could not be
 * @param timeline what was measured on the way, where the scenario does that
 * @param failure why it failed, or an empty text
 */
record Measurement(
        String scenario, String server, int round, Map<Metric, Double> values, List<Sample> timeline, String failure) {
    Measurement {
        values = Metric.copyOf(values);
        timeline = List.copyOf(timeline);
    }

    static Measurement of(Step step, Outcome outcome) {
        return new Measurement(
                step.title(), step.server(), step.round(), outcome.values(), outcome.timeline(), outcome.failure());
    }
}
