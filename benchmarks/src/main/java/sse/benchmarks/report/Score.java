package sse.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Is one result of a run.
 *
 * @param table what it is compared within: the last part of the benchmark's package
 * @param row what was measured: the benchmark's method
 * @param column with what: the values of its parameters
 * @param value the time an operation took, on average
 * @param error half the width of the interval of 99.9 %, NaN if there was only one measurement
 * @param unit the unit of both, such as {@code ns/op}
 * @param allocated how many bytes an operation allocated, NaN if the run had no {@code -prof gc}
 */
record Score(String table, String row, String column, double value, double error, String unit, double allocated) {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** Reads a result as JMH writes it with {@code -rf json}. */
    static Score of(JsonNode result) {
        String[] name = result.required("benchmark").asText().split("\\.", -1);
        if (name.length < 3) {
            throw new IllegalArgumentException(
                    "benchmark must be a package, a class and a method: " + result.get("benchmark"));
        }
        List<String> parameters = new ArrayList<>();
        result.path("params").forEach(value -> parameters.add(value.asText()));
        JsonNode metric = result.required("primaryMetric");
        return new Score(
                name[name.length - 3],
                name[name.length - 1],
                String.join(" / ", parameters),
                number(metric.required("score")),
                number(metric.required("scoreError")),
                metric.required("scoreUnit").asText(),
                allocated(result.path("secondaryMetrics")));
    }

    private static double allocated(JsonNode metrics) {
        // Some versions of JMH mark what a profiler adds with a dot.
        JsonNode metric = metrics.path(metrics.has(ALLOCATED) ? ALLOCATED : "·" + ALLOCATED);
        return number(metric.path("score"));
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }
}
