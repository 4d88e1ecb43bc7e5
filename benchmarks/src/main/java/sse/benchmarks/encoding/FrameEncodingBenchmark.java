package sse.benchmarks.encoding;

import java.nio.ByteBuffer;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Measures the time to write one event as a frame: {@code ours…} and {@code plain}, then the frame writer of each other
 * server. {@code HelidonFrameEncodingBenchmark} adds one that needs a newer JDK.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class FrameEncodingBenchmark {

    private static final int ROOM = 16 * 1024;

    /** What the event looks like. */
    @Param
    public FrameShape shape = FrameShape.token;

    private FrameWriter writer = new PlainWriter(shape);

    /** Makes the writer of the benchmark that is about to run, and no other. */
    @Setup(Level.Trial)
    public void makeWriter(BenchmarkParams params) throws Exception {
        String method = params.getBenchmark();
        writer = writer(method.substring(method.lastIndexOf('.') + 1), shape);
    }

    static FrameWriter writer(String method, FrameShape shape) throws Exception {
        return switch (method) {
            case "ours" -> new SuppliedBufferWriter(shape, ByteBuffer.allocate(ROOM));
            case "oursDirect" -> new SuppliedBufferWriter(shape, ByteBuffer.allocateDirect(ROOM));
            case "oursFrame" -> new SharedFrameWriter(shape);
            case "oursBuilt" -> new BuiltEventWriter(shape);
            case "plain" -> new PlainWriter(shape);
            case "springWebFlux" -> new SpringWebFluxWriter(shape);
            case "springMvc" -> new SpringMvcWriter(shape);
            case "jersey" -> new JerseyWriter(shape);
            case "javalin" -> new JavalinWriter(shape);
            case "ktor" -> new KtorWriter(shape);
            case "micronaut" -> new MicronautWriter(shape);
            case "armeria" -> new ArmeriaWriter(shape);
            default -> throw new IllegalArgumentException("method must name a writer: " + method);
        };
    }

    /** Writes with ours: an event into a supplied buffer on the heap. */
    @Benchmark
    public int ours() throws Exception {
        return writer.write();
    }

    /** Writes with oursDirect: an event into a supplied direct buffer. */
    @Benchmark
    public int oursDirect() throws Exception {
        return writer.write();
    }

    /** Writes with oursFrame: an event as a frame to be shared. */
    @Benchmark
    public int oursFrame() throws Exception {
        return writer.write();
    }

    /** Writes with oursBuilt: an event that is first built from its fields, into a supplied buffer. */
    @Benchmark
    public int oursBuilt() throws Exception {
        return writer.write();
    }

    /** Writes with plain: the bytes of each field, and nothing else. */
    @Benchmark
    public int plain() throws Exception {
        return writer.write();
    }

    /** Writes with springWebFlux: Spring WebFlux. */
    @Benchmark
    public int springWebFlux() throws Exception {
        return writer.write();
    }

    /** Writes with springMvc: Spring MVC. */
    @Benchmark
    public int springMvc() throws Exception {
        return writer.write();
    }

    /** Writes with jersey: Jersey. */
    @Benchmark
    public int jersey() throws Exception {
        return writer.write();
    }

    /** Writes with javalin: Javalin. */
    @Benchmark
    public int javalin() throws Exception {
        return writer.write();
    }

    /** Writes with ktor: Ktor. */
    @Benchmark
    public int ktor() throws Exception {
        return writer.write();
    }

    /** Writes with micronaut: Micronaut. */
    @Benchmark
    public int micronaut() throws Exception {
        return writer.write();
    }

    /** Writes with armeria: Armeria. */
    @Benchmark
    public int armeria() throws Exception {
        return writer.write();
    }
}
