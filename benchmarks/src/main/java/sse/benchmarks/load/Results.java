package sse.benchmarks.load;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All measurements, and what they say together. Immutable. */
record Results(List<Measurement> measurements) {
    Results {
        measurements = List.copyOf(measurements);
    }

    /** Returns the titles of the tables, in the order they were measured. */
    Set<String> scenarios() {
        return measurements.stream().map(Measurement::scenario).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the servers of a table, in the order they were measured first. */
    Set<String> servers(String scenario) {
        return measurements.stream()
                .filter(each -> each.scenario().equals(scenario))
                .map(Measurement::server)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns what a table has columns for. */
    Set<Metric> metrics(String scenario) {
        return measurements.stream()
                .filter(each -> each.scenario().equals(scenario))
                .flatMap(each -> each.values().keySet().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Metric.class)));
    }

    /** Returns what the rounds that did not fail gave, if there are any. */
    Optional<Spread> spread(String scenario, String server, Metric metric) {
        List<Double> values = of(scenario, server).stream()
                .map(each -> each.values().get(metric))
                .filter(value -> value != null && !value.isNaN())
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** Returns the measurements of a table that were also made on the way. */
    List<Measurement> timelines(String scenario) {
        return measurements.stream()
                .filter(each ->
                        each.scenario().equals(scenario) && !each.timeline().isEmpty())
                .toList();
    }

    /** Returns why rounds failed, each as the round and the reason. */
    List<String> failures(String scenario, String server) {
        return of(scenario, server).stream()
                .filter(each -> !each.failure().isEmpty())
                .map(each -> "round " + each.round() + ": " + each.failure())
                .toList();
    }

    private List<Measurement> of(String scenario, String server) {
        return measurements.stream()
                .filter(each ->
                        each.scenario().equals(scenario) && each.server().equals(server))
                .toList();
    }
}
