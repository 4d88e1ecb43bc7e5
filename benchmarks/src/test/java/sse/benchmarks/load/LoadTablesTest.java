package sse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadTablesTest {
    @Test
    void showsMediansAndWhatFailed() {
        Results results = new Results(List.of(
                flood("nio", 1, 500_000, 2.5),
                flood("c", 1, 700_000, 1.5),
                flood("nio", 2, 540_000, 2.25),
                flood("c", 2, 700_000, 1.5),
                flood("nio", 3, 510_000, 2.75),
                new Measurement("flood", "c", 3, Map.of(), "c must answer\n  but has ended"),
                new Measurement("idle", "nio", 1, Map.of(Metric.HEAP_PER_STREAM, 1104.6), "")));

        assertThat(new LoadTables(results).text(List.of("on a machine", "netty is missing")))
                .isEqualTo("""
                # Load

                - on a machine
                - netty is missing

                | flood | deliveries/s | CPU s per million deliveries |
                |---|--:|--:|
                | nio | 510,000 (500,000–540,000) | 2.50 (2.25–2.75) |
                | c | 700,000 | 1.50 |

                - c failed in round 3: c must answer but has ended

                | idle | heap bytes per stream |
                |---|--:|
                | nio | 1,105 |
                """);
    }

    private static Measurement flood(String server, int round, double deliveries, double cpu) {
        return new Measurement(
                "flood",
                server,
                round,
                Map.of(Metric.DELIVERIES_PER_SECOND, deliveries, Metric.CPU_PER_MILLION, cpu),
                "");
    }
}
