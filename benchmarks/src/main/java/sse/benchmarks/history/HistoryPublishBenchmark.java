package sse.benchmarks.history;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import sse.api.Event;
import sse.api.Hub;
import sse.api.Topic;
import sse.history.file.FileHistory;
import sse.testkit.MemoryHistory;

/** Measures how many events of 200 bytes one thread publishes, one after the other, by the history of the hub. */
@State(Scope.Benchmark)
@Threads(1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgs = "-Xmx1g")
public class HistoryPublishBenchmark {
    private static final int RETAINED = 1_000;

    /** What the hub has: nothing, a history in memory, or one in files that are not forced. */
    @Param({"none", "memory", "file"})
    public String history = "none";

    private final Event event = Event.of("x".repeat(150));
    private @Nullable TemporaryDirectory directory;
    private @Nullable Hub hub;
    private @Nullable Topic topic;

    /** Opens the hub. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        directory = TemporaryDirectory.create();
        Hub opened =
                switch (history) {
                    case "file" ->
                        Hub.builder()
                                .history(FileHistory.builder(directory.path())
                                        .maxBytes(256 << 20)
                                        .open())
                                .build();
                    case "memory" -> {
                        MemoryHistory memory = MemoryHistory.create();
                        memory.retain(RETAINED);
                        yield Hub.builder().history(memory).build();
                    }
                    default -> Hub.builder().build();
                };
        hub = opened;
        topic = opened.topic("events");
    }

    /** Publishes an event and waits until the history has it. */
    @Benchmark
    public String publish() {
        return Objects.requireNonNull(topic).publish(event);
    }

    /** Closes the hub. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        Objects.requireNonNull(hub).close();
        Objects.requireNonNull(directory).close();
    }
}
