package sse.integration.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import sse.conformance.Cases;
import sse.conformance.DecoderCase;

/**
 * The table of {@code docs/reference/conformance.md}. A column is an implementation; a row is a case that one of them
 * fails. Streams that are not UTF-8 are one row, with the number that does not pass; the last row counts all.
 */
final class ConformanceTable {
    private static final Path PAGE = Path.of(System.getProperty("sse.root"), "docs", "reference", "conformance.md");
    private static final String BEGIN = "<!-- begin of the table -->\n";
    private static final String END = "<!-- end of the table -->\n";

    private ConformanceTable() {}

    /** Writes the columns into the page. */
    static void write(Map<Implementation, Map<String, DecoderResult>> columns) throws IOException {
        StringBuilder table = new StringBuilder("| Case | Rule |");
        columns.keySet()
                .forEach(implementation ->
                        table.append(' ').append(implementation.heading()).append(" |"));
        table.append("\n|---|---|").append("---|".repeat(columns.size())).append('\n');
        for (DecoderCase decoderCase : named()) {
            String name = decoderCase.name();
            if (columns.values().stream().anyMatch(results -> results.get(name) == DecoderResult.FAILS)) {
                row(
                        table,
                        name,
                        decoderCase.source(),
                        columns.values().stream()
                                .map(results -> results.get(name).cell()));
            }
        }
        row(table, malformedRow(), "Encoding 8.1.1", columns.values().stream().map(ConformanceTable::malformed));
        row(
                table,
                "**of all " + Cases.decoder().size() + "**",
                "",
                columns.values().stream().map(ConformanceTable::all));
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(PAGE, page.substring(0, begin) + "\n" + table + "\n" + page.substring(page.indexOf(END)));
    }

    private static void row(StringBuilder table, String name, String rule, Stream<String> cells) {
        table.append("| ").append(name).append(" | ").append(rule).append(" |");
        cells.forEach(cell -> table.append(' ').append(cell).append(" |"));
        table.append('\n');
    }

    /** Reads a column of the page: its cells that are not "passes", by the first cell of their rows. */
    static Map<String, String> column(String heading) throws IOException {
        String page = Files.readString(PAGE);
        List<List<String>> rows = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END))
                .strip()
                .lines()
                .map(row -> List.of(row.substring(2, row.length() - 2).split(" *\\| *", -1)))
                .toList();
        int column = rows.get(0).indexOf(heading);
        if (column < 0) {
            throw new AssertionError("page must have a column " + heading + ": " + rows.get(0));
        }
        Map<String, String> cells = new TreeMap<>();
        for (List<String> row : rows.subList(2, rows.size())) {
            cells.put(row.get(0), row.get(column));
        }
        cells.values().removeIf(DecoderResult.PASSES.cell()::equals);
        return cells;
    }

    /** Returns what {@link #column} must return. A row that is only about others is not compared. */
    static Map<String, String> expected(Map<String, DecoderResult> results, Map<String, String> column) {
        Map<String, String> cells = new TreeMap<>();
        for (DecoderCase decoderCase : named()) {
            DecoderResult result = results.get(decoderCase.name());
            if (result == DecoderResult.FAILS
                    || result == DecoderResult.OTHER && column.containsKey(decoderCase.name())) {
                cells.put(decoderCase.name(), result.cell());
            }
        }
        cells.put(malformedRow(), malformed(results));
        cells.put("**of all " + Cases.decoder().size() + "**", all(results));
        return cells;
    }

    private static List<DecoderCase> named() {
        return Cases.decoder().stream().filter(DecoderCase::isUtf8).toList();
    }

    private static List<DecoderCase> unnamed() {
        List<DecoderCase> cases = new ArrayList<>(Cases.decoder());
        cases.removeIf(DecoderCase::isUtf8);
        return cases;
    }

    private static String malformedRow() {
        return unnamed().size() + " streams that are not UTF-8";
    }

    private static String malformed(Map<String, DecoderResult> results) {
        return unnamed().stream()
                        .filter(decoderCase -> results.get(decoderCase.name()) == DecoderResult.PASSES)
                        .count()
                + " pass";
    }

    private static String all(Map<String, DecoderResult> results) {
        return results.values().stream()
                        .filter(result -> result == DecoderResult.PASSES)
                        .count()
                + " pass";
    }
}
