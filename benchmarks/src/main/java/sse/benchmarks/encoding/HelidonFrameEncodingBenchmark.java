package sse.benchmarks.encoding;

import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** Measures Helidon, which needs JDK 21, in the same way as {@link FrameEncodingBenchmark} measures the others. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class HelidonFrameEncodingBenchmark {

    /** What the event looks like. */
    @Param
    public FrameShape shape = FrameShape.token;

    private FrameWriter writer = new PlainWriter(shape);

    /** Makes the writer. */
    @Setup(Level.Trial)
    public void makeWriter() {
        writer = new HelidonWriter(shape);
    }

    /** Writes with Helidon. */
    @Benchmark
    public int helidon() throws Exception {
        return writer.write();
    }
}
