package sse.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Prints the results of runs as Markdown: for each package of benchmarks a table of times, with the ratio to the row
 * {@code ours}, and one of bytes allocated. Immutable.
 */
public final class MarkdownTable {

    private static final String BASELINE = "ours";

    /** The package whose operation is one megabyte. */
    private static final String MEGABYTES = "decoding";

    private final List<Score> scores;

    private MarkdownTable(List<Score> scores) {
        this.scores = List.copyOf(scores);
    }

    /**
     * Prints the tables of all results given, in the order of the files and of their results.
     *
     * @param files the paths of files that JMH wrote with {@code -rf json}, at least one
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if no file is given
     */
    public static void main(String... files) throws IOException {
        if (files.length == 0) {
            throw new IllegalArgumentException("arguments must be at least one file of results: none");
        }
        var mapper = new ObjectMapper();
        var scores = new ArrayList<Score>();
        for (String file : files) {
            mapper.readTree(Path.of(file).toFile()).forEach(result -> scores.add(Score.of(result)));
        }
        // In UTF-8, whatever the locale says of the terminal.
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.print(new MarkdownTable(scores).text());
        out.flush();
    }

    private String text() {
        var text = new StringBuilder();
        for (String table : distinct(scores, Score::table)) {
            var within = scores.stream().filter(s -> s.table().equals(table)).toList();
            append(text, table + ": time", within, score -> time(score, within));
            if (table.equals(MEGABYTES)) {
                append(text, table + ": MB/s", within, MarkdownTable::megabytesPerSecond);
            }
            append(text, table + ": B/op", within, MarkdownTable::allocated);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String title, List<Score> scores, Function<Score, String> cell) {
        Set<String> columns = distinct(scores, Score::column);
        text.append("| ").append(title).append(" | ");
        text.append(String.join(" | ", columns)).append(" |\n|---|");
        text.append("--:|".repeat(columns.size())).append('\n');
        for (String row : distinct(scores, Score::row)) {
            text.append("| ").append(row);
            for (String column : columns) {
                text.append(" | ").append(find(scores, row, column).map(cell).orElse(""));
            }
            text.append(" |\n");
        }
        text.append('\n');
    }

    private static Set<String> distinct(List<Score> scores, Function<Score, String> part) {
        var values = new LinkedHashSet<String>();
        // First, whatever the order of the names.
        scores.stream().map(part).filter(BASELINE::equals).forEach(values::add);
        scores.stream().map(part).forEach(values::add);
        return values;
    }

    private static Optional<Score> find(List<Score> scores, String row, String column) {
        return scores.stream()
                .filter(score -> score.row().equals(row) && score.column().equals(column))
                .findFirst();
    }

    private static String time(Score score, List<Score> within) {
        String unit = score.unit().replace("/op", "").replace("us", "µs");
        String error = Double.isNaN(score.error()) ? "" : " ± " + rounded(score.error());
        String ratio = find(within, BASELINE, score.column())
                .filter(ours -> !score.row().equals(BASELINE) && isKnown(ours) && isKnown(score))
                .map(ours -> String.format(Locale.ROOT, " (%.1fx)", score.value() / ours.value()))
                .orElse("");
        return rounded(score.value()) + error + " " + unit + ratio;
    }

    /** Returns false if the error is as large as the value, so that a ratio would say nothing. */
    private static boolean isKnown(Score score) {
        return Double.isNaN(score.error()) || score.error() < score.value();
    }

    private static String megabytesPerSecond(Score score) {
        double perSecond =
                switch (score.unit()) {
                    case "ns/op" -> 1e9;
                    case "us/op" -> 1e6;
                    case "ms/op" -> 1e3;
                    case "s/op" -> 1;
                    default -> throw new IllegalArgumentException("unit must be a time per operation: " + score.unit());
                };
        return rounded(perSecond / score.value());
    }

    private static String allocated(Score score) {
        return Double.isNaN(score.allocated()) ? "" : String.format(Locale.ROOT, "%,.0f", score.allocated());
    }

    private static String rounded(double value) {
        int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
