package sse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadTablesTest {
    @Test
    void showsMediansAndFailures() {
        Results results = new Results(List.of(
                flood("nio", 1, 500_000, 2.5),
                flood("c", 1, 700_000, 1.5),
                flood("nio", 2, 540_000, 2.25),
                flood("c", 2, 700_000, 1.5),
                flood("nio", 3, 510_000, 2.75),
                new Measurement("flood", "c", 3, Map.of(), List.of(), "c must answer\n  but has ended"),
                new Measurement("idle", "nio", 1, Map.of(Metric.HEAP_PER_STREAM, 1104.6), List.of(), "")));

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

    @Test
    void showsIntermediateMeasurements() {
        Results results = new Results(List.of(new Measurement(
                "churn",
                "nio",
                1,
                Map.of(Metric.WRONG, 1.0),
                List.of(
                        new Sample("1 min", Map.of(Metric.THREADS, 16.0, Metric.LIVE_HEAP, 1048576.0 * 3)),
                        new Sample("2 min", Map.of(Metric.THREADS, 17.0, Metric.LIVE_HEAP, 1048576.0 * 4))),
                "something is wrong")));

        assertThat(new LoadTables(results).text(List.of())).isEqualTo("""
                # Load


                | churn | missing, twice or out of order |
                |---|--:|
                | nio | 1 |

                - nio failed in round 1: something is wrong

                | churn, nio | live heap, MiB | threads |
                |---|--:|--:|
                | 1 min | 3.0 | 16 |
                | 2 min | 4.0 | 17 |
                """);
    }

    private static Measurement flood(String server, int round, double deliveries, double cpu) {
        return new Measurement(
                "flood",
                server,
                round,
                Map.of(Metric.DELIVERIES_PER_SECOND, deliveries, Metric.CPU_PER_MILLION, cpu),
                List.of(),
                "");
    }
}
