package sse.benchmarks.load;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes results as Markdown: a table for each scenario, a row for each server, medians with least and most. */
final class LoadTables {
    private static final int REASON_CHARS = 200;

    private final Results results;

    LoadTables(Results results) {
        this.results = results;
    }

    /**
     * Writes everything.
     *
     * @param conditions lines that describe the conditions of the measurement, and missing servers
     */
    String text(List<String> conditions) {
        var text = new StringBuilder("# Load\n\n");
        conditions.forEach(line -> text.append("- ").append(line).append('\n'));
        for (String scenario : results.scenarios()) {
            append(text, scenario);
        }
        return text.toString();
    }

    private void append(StringBuilder text, String scenario) {
        Set<Metric> metrics = results.metrics(scenario);
        text.append("\n| ").append(scenario);
        appendHeadings(text, metrics);
        for (String server : results.servers(scenario)) {
            text.append("| ").append(server);
            metrics.forEach(metric -> text.append(" | ")
                    .append(results.spread(scenario, server, metric)
                            .map(spread -> cell(metric, spread))
                            .orElse("")));
            text.append(" |\n");
        }
        for (String server : results.servers(scenario)) {
            results.failures(scenario, server)
                    .forEach(failure -> text.append("\n- ")
                            .append(server)
                            .append(" failed in ")
                            .append(oneLine(failure)));
        }
        text.append(
                results.servers(scenario).stream()
                                .map(server -> results.failures(scenario, server))
                                .allMatch(List::isEmpty)
                        ? ""
                        : "\n");
        results.timelines(scenario).forEach(measurement -> appendTimeline(text, measurement));
    }

    private static void appendTimeline(StringBuilder text, Measurement measurement) {
        Set<Metric> metrics = measurement.timeline().get(0).values().keySet();
        text.append("\n| ").append(measurement.scenario()).append(", ").append(measurement.server());
        appendHeadings(text, metrics);
        for (Sample sample : measurement.timeline()) {
            text.append("| ").append(sample.when());
            metrics.forEach(metric ->
                    text.append(" | ").append(metric.format(sample.values().getOrDefault(metric, Double.NaN))));
            text.append(" |\n");
        }
    }

    private static void appendHeadings(StringBuilder text, Set<Metric> metrics) {
        metrics.forEach(metric -> text.append(" | ").append(metric.title()));
        text.append(" |\n|---|").append("--:|".repeat(metrics.size())).append('\n');
    }

    private static String cell(Metric metric, Spread spread) {
        String median = metric.format(spread.median());
        String least = metric.format(spread.least());
        String most = metric.format(spread.most());
        return Optional.of(median + " (" + least + "–" + most + ")")
                .filter(range -> !least.equals(most))
                .orElse(median);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= REASON_CHARS ? line : line.substring(0, REASON_CHARS) + "…";
    }
}
