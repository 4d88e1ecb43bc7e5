package sse.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

class BuildComparisonTest {
    @TempDir
    Path folder;

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void printsMediansAndTheirRatio() throws IOException {
        load("1/before", 2.0);
        load("2/before", 4.0);
        load("3/before", 3.0);
        load("1/after", 1.5);
        jmh("1/before", 100);
        jmh("1/after", 250);

        String table = printed();

        assertThat(table).isEqualTo("""
                | | before | after | after / before |
                |---|--:|--:|--:|
                | publish (broadcast, 1 / 1000), ns/op | 100.0 (100.0–100.0) | 250.0 (250.0–250.0) | 2.500 |
                | nio, flood: cpu per million | 3.000 (2.000–4.000) | 1.500 (1.500–1.500) | 0.500 |
                """);
    }

    private void load(String round, double cpu) throws IOException {
        write(round, "load.json", """
                {"measurements": [{"server": "nio", "scenario": "flood", "values": {"CPU_PER_MILLION": %s}}]}
                """.formatted(cpu));
    }

    private void jmh(String round, int score) throws IOException {
        write(round, "broadcast.json", """
                [{"benchmark": "sse.benchmarks.broadcast.BroadcastBenchmark.publish",
                  "params": {"lanes": "1", "subscribers": "1000"},
                  "primaryMetric": {"score": %d, "scoreError": "NaN", "scoreUnit": "ns/op"}}]
                """.formatted(score));
    }

    private void write(String round, String name, String json) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(round));
        Files.writeString(directory.resolve(name), json);
    }

    private String printed() throws IOException {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            BuildComparison.main(folder.toString());
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
