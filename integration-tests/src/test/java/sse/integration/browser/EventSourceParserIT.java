package sse.integration.browser;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sse.integration.browser.Vectors.Vector;
import sse.integration.fixtures.SearchPath;

/** Runs the decoder's golden vectors against an independent implementation: npm's {@code eventsource-parser}. */
@Timeout(120)
class EventSourceParserIT {
    private static final Path DIRECTORY = Path.of("target", "eventsource-parser");

    private static final String WAITS_AT_CR =
            "takes a CR for a line end only when it sees what follows: not at the end of the stream";
    private static final String FORGETS_IDS = "forgets the id of a block without data";

    /** The vectors that it decodes differently from the standard, and its result. */
    private static final Map<String, String> DEVIATIONS = Map.ofEntries(
            Map.entry("CR ends lines", WAITS_AT_CR),
            Map.entry("CR after CRLF is a blank line", WAITS_AT_CR),
            Map.entry("LF CR is two line ends", WAITS_AT_CR),
            Map.entry("a byte order mark before a lone CR", WAITS_AT_CR),
            Map.entry("a lone CR ends the last block", WAITS_AT_CR),
            Map.entry("an event between lone CRs and nothing more", WAITS_AT_CR),
            Map.entry("tabs, controls and line ends among long text", WAITS_AT_CR),
            Map.entry("NUL first, last and alone in an id", FORGETS_IDS),
            Map.entry("an empty id without data resets", FORGETS_IDS),
            Map.entry("an id of the block before counts although it had no data", FORGETS_IDS),
            Map.entry("an id without data counts for the next event", FORGETS_IDS));

    @BeforeAll
    @Timeout(180)
    static void install() throws Exception {
        Optional<Path> npm = SearchPath.find("npm");
        Assumptions.assumeTrue(
                SearchPath.find("node").isPresent() && npm.isPresent(), "there is no node or npm on the PATH");
        Files.createDirectories(DIRECTORY);
        for (String name : List.of("package.json", "package-lock.json", "decode.mjs")) {
            try (InputStream in = EventSourceParserIT.class.getResourceAsStream("/eventsource-parser/" + name)) {
                Files.write(
                        DIRECTORY.resolve(name),
                        Objects.requireNonNull(in, name).readAllBytes());
            }
        }
        Path log = DIRECTORY.resolve("npm.log");
        Process install = new ProcessBuilder(npm.get().toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(DIRECTORY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = exitStatus(install, 120);
        String said = Files.readString(log);
        assertThat(said).as("the package is the one that was pinned").doesNotContain("EINTEGRITY");
        Assumptions.assumeTrue(status == 0, () -> "npm cannot install eventsource-parser: " + said);
    }

    @Test
    void agreesWithOurDecoder() throws Exception {
        List<Vector> vectors = Vectors.decoder();
        List<String> reports = decode(vectors);
        assertThat(reports).hasSize(2 * vectors.size());

        Map<String, String> unlike = new TreeMap<>();
        for (int i = 0; i < vectors.size(); i++) {
            List<DispatchedEvent> expected = DispatchedEvent.expected(vectors.get(i));
            List<DispatchedEvent> whole = DispatchedEvent.parse(reports.get(2 * i));
            List<DispatchedEvent> byteByByte = DispatchedEvent.parse(reports.get(2 * i + 1));
            if (!whole.equals(expected) || !byteByByte.equals(expected)) {
                unlike.put(
                        vectors.get(i).name(),
                        "expected " + expected + ", whole " + whole + ", byte by byte " + byteByByte);
            }
        }

        assertThat(unlike.keySet()).as("%s", unlike).isEqualTo(new TreeMap<>(DEVIATIONS).keySet());
    }

    private static List<String> decode(List<Vector> vectors) throws Exception {
        Path input = DIRECTORY.resolve("streams.txt");
        Path output = DIRECTORY.resolve("events.txt");
        Files.write(
                input,
                vectors.stream()
                        .map(vector -> HexFormat.of().formatHex(vector.wire()))
                        .collect(Collectors.toList()));
        Process node = new ProcessBuilder(SearchPath.find("node").orElseThrow().toString(), "decode.mjs")
                .directory(DIRECTORY.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(DIRECTORY.resolve("node.log").toFile())
                .start();
        assertThat(exitStatus(node, 60))
                .as(() -> "node's output is in " + DIRECTORY.resolve("node.log"))
                .isZero();
        return Files.readAllLines(output);
    }

    private static int exitStatus(Process process, long seconds) throws InterruptedException {
        try {
            return process.waitFor(seconds, SECONDS) ? process.exitValue() : -1;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
