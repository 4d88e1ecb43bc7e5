package sse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadChartTest {
    @TempDir
    private Path directory;

    @Test
    void namesServersAndScenariosAndCosts() throws IOException {
        Results results = new Results(List.of(
                new Measurement("flood", "nio", 1, Map.of(Metric.CPU_PER_MILLION, 2.5), List.of(), ""),
                new Measurement("flood", "netty", 1, Map.of(Metric.CPU_PER_MILLION, 7.25), List.of(), ""),
                new Measurement("20 events/s", "nio", 1, Map.of(Metric.CPU_PER_MILLION, 3.75), List.of(), "")));
        Path file = directory.resolve("load.svg");

        new LoadChart(results, List.of("flood", "20 events/s")).write(file);

        assertThat(Files.readString(file))
                .contains("<svg")
                .contains(">nio<", ">netty<", ">flood<", ">20 events/s<", ">2.50<", ">7.25<", ">3.75<");
    }
}
