package sse.benchmarks.history;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
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
import sse.history.file.Flush;

/**
 * Measures how many events survive a crash of the machine in a second: forced one by one, as a program does that writes
 * and forces for itself; published by eight threads that share forces; and published without waiting for each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(value = 2, jvmArgs = "-Xmx1g")
public class HistoryForceBenchmark {
    private static final int BATCH = 64;

    private final Event event = Event.of("x".repeat(150));
    private final byte[] bytes = new byte[230];
    private @Nullable TemporaryDirectory directory;
    private @Nullable Hub hub;
    private @Nullable Topic topic;
    private @Nullable RandomAccessFile file;

    /** Opens the hub, and a file beside it. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        directory = TemporaryDirectory.create();
        Hub opened = Hub.builder()
                .history(FileHistory.builder(directory.path().resolve("history"))
                        .flush(Flush.eachCommit())
                        .open())
                .build();
        hub = opened;
        topic = opened.topic("events");
        file = new RandomAccessFile(directory.path().resolve("plain").toFile(), "rw");
    }

    /** Writes an event and forces it. */
    @Benchmark
    @Threads(1)
    public void forceEach() throws IOException {
        RandomAccessFile plain = Objects.requireNonNull(file);
        plain.write(bytes);
        plain.getFD().sync();
    }

    /** Publishes an event and waits until it is forced. */
    @Benchmark
    @Threads(8)
    public String publish() {
        return Objects.requireNonNull(topic).publish(event);
    }

    /** Publishes some events at a time; an operation is one event. */
    @Benchmark
    @Threads(8)
    @OperationsPerInvocation(BATCH)
    public Object publishBatch() {
        return Objects.requireNonNull(topic).publishAll(Collections.nCopies(BATCH, event));
    }

    /** Closes the hub. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        Objects.requireNonNull(hub).close();
        Objects.requireNonNull(file).close();
        Objects.requireNonNull(directory).close();
    }
}
