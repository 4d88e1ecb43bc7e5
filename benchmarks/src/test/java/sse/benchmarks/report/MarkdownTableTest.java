package sse.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownTableTest {

    @TempDir
    private Path directory;

    @Test
    void comparesEveryRowWithOurs() throws IOException {
        Path results = write(
                result(
                        "encoding.FrameEncodingBenchmark.jersey",
                        "\"shape\" : \"token\"",
                        "250.04",
                        "3.25",
                        "ns/op",
                        "416.001"),
                result(
                        "encoding.FrameEncodingBenchmark.ours",
                        "\"shape\" : \"token\"",
                        "25.04",
                        "0.125",
                        "ns/op",
                        "0.0001"),
                result(
                        "encoding.FrameEncodingBenchmark.ours",
                        "\"shape\" : \"utf8\"",
                        "1100.5",
                        "12.5",
                        "ns/op",
                        "0.0001"));
        Path more = write(result(
                "encoding.OtherBenchmark.helidon", "\"shape\" : \"utf8\"", "2201", "\"NaN\"", "ns/op", "12345.6"));

        assertThat(print(results, more)).isEqualTo("""
                        | encoding: time | token | utf8 |
                        |---|--:|--:|
                        | ours | 25.0 ± 0.13 ns | 1,101 ± 12.5 ns |
                        | jersey | 250 ± 3.25 ns (10.0x) |  |
                        | helidon |  | 2,201 ns (2.0x) |

                        | encoding: B/op | token | utf8 |
                        |---|--:|--:|
                        | ours | 0 | 0 |
                        | jersey | 416 |  |
                        | helidon |  | 12,346 |

                        """);
    }

    @Test
    void printsNoRatioIfErrorExceedsMean() throws IOException {
        String shape = "\"shape\" : \"token\"";
        Path results = write(
                result("encoding.FrameEncodingBenchmark.ours", shape, "25", "1", "ns/op", "0"),
                result("encoding.FrameEncodingBenchmark.javalin", shape, "39082", "67427", "ns/op", "0"),
                result("encoding.FrameEncodingBenchmark.jersey", shape, "250", "249.9", "ns/op", "0"));

        assertThat(print(results))
                .contains("| javalin | 39,082 ± 67,427 ns |")
                .contains("| jersey | 250 ± 250 ns (10.0x) |");
    }

    @Test
    void showsThroughputOfDecoding() throws IOException {
        Path results = write(result(
                "decoding.EventDecodingBenchmark.ours",
                "\"stream\" : \"small\", \"chunk\" : \"64\"",
                "2000",
                "10",
                "us/op",
                "1048576"));

        assertThat(print(results)).isEqualTo("""
                        | decoding: time | small / 64 |
                        |---|--:|
                        | ours | 2,000 ± 10.0 µs |

                        | decoding: MB/s | small / 64 |
                        |---|--:|
                        | ours | 500 |

                        | decoding: B/op | small / 64 |
                        |---|--:|
                        | ours | 1,048,576 |

                        """);
    }

    @Test
    void rejectsMissingFiles() {
        assertThatThrownBy(MarkdownTable::main)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("arguments must be at least one file of results: none");
    }

    private Path write(String... results) throws IOException {
        return Files.writeString(
                Files.createTempFile(directory, "results", ".json"), "[" + String.join(",", results) + "]");
    }

    private static String result(
            String benchmark, String parameters, String score, String error, String unit, String allocated) {
        return """
               {
                 "benchmark" : "sse.benchmarks.%s",
                 "mode" : "avgt",
                 "params" : { %s },
                 "primaryMetric" : { "score" : %s, "scoreError" : %s, "scoreUnit" : "%s" },
                 "secondaryMetrics" : { "gc.alloc.rate.norm" : { "score" : %s, "scoreUnit" : "B/op" } }
               }
               """.formatted(benchmark, parameters, score, error, unit, allocated);
    }

    private static String print(Path... files) throws IOException {
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            String[] names = new String[files.length];
            for (int i = 0; i < files.length; i++) {
                names[i] = files[i].toString();
            }
            MarkdownTable.main(names);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
