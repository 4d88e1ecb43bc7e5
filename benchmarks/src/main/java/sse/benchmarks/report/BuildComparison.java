package sse.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Prints what {@code benchmarks/compare.sh} has measured as a Markdown table: a row for each measurement, with the
 * median, the least and the most of all rounds before and after, and the ratio of the medians. Writes every single
 * value to {@code values.csv} in the folder.
 */
public final class BuildComparison {
    private static final List<String> LOAD_METRICS =
            List.of("CPU_PER_MILLION", "P99", "DELIVERIES_PER_SECOND", "HEAP_PER_STREAM");

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, List<Double>> before = new LinkedHashMap<>();
    private final Map<String, List<Double>> after = new LinkedHashMap<>();

    private BuildComparison() {}

    /**
     * Prints the table.
     *
     * @param arguments the folder that {@code compare.sh} wrote
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if there is not exactly one argument
     */
    public static void main(String... arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("arguments must be one folder: " + arguments.length);
        }
        BuildComparison comparison = new BuildComparison();
        Path folder = Path.of(arguments[0]);
        comparison.read(folder);
        Files.writeString(folder.resolve("values.csv"), comparison.values());
        // In UTF-8, whatever the locale says of the terminal.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.print(comparison.table());
        out.flush();
    }

    private void read(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                String build = file.getName(file.getNameCount() - 2).toString();
                Map<String, List<Double>> values = build.equals("before") ? before : after;
                read(
                        mapper.readTree(file.toFile()),
                        (name, value) -> values.computeIfAbsent(name, key -> new ArrayList<>())
                                .add(value));
            }
        }
    }

    private static void read(JsonNode results, BiConsumer<String, Double> into) {
        if (results.has("measurements")) {
            for (JsonNode measurement : results.get("measurements")) {
                for (String metric : LOAD_METRICS) {
                    Optional.ofNullable(measurement.path("values").get(metric))
                            .ifPresent(value -> into.accept(nameOf(measurement, metric), value.doubleValue()));
                }
            }
        } else {
            results.forEach(result -> {
                Score score = Score.of(result);
                into.accept(
                        score.row() + " (" + score.table() + ", " + score.column() + "), " + score.unit(),
                        score.value());
            });
        }
    }

    private static String nameOf(JsonNode measurement, String metric) {
        return measurement.path("server").asText() + ", "
                + measurement.path("scenario").asText() + ": "
                + metric.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String table() {
        StringBuilder text = new StringBuilder("| | before | after | after / before |\n|---|--:|--:|--:|\n");
        before.forEach((name, values) -> {
            List<Double> later = after.getOrDefault(name, List.of());
            if (!later.isEmpty()) {
                text.append("| ")
                        .append(name)
                        .append(" | ")
                        .append(spread(values))
                        .append(" | ")
                        .append(spread(later))
                        .append(" | ")
                        .append(String.format(Locale.ROOT, "%.3f", median(later) / median(values)))
                        .append(" |\n");
            }
        });
        return text.toString();
    }

    /** Returns every single value: a line for each measurement and build, and in it a value for each round. */
    private String values() {
        StringBuilder text = new StringBuilder("measurement;build;rounds\n");
        before.forEach((name, values) -> append(text, name, "before", values));
        after.forEach((name, values) -> append(text, name, "after", values));
        return text.toString();
    }

    private static void append(StringBuilder text, String name, String build, List<Double> values) {
        text.append(name).append(';').append(build);
        values.forEach(value -> text.append(';').append(value));
        text.append('\n');
    }

    private static String spread(List<Double> values) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return rounded(median(values)) + " (" + rounded(least) + "–" + rounded(most) + ")";
    }

    private static String rounded(double value) {
        int decimals = value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
