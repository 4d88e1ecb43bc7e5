package sse.benchmarks.decoding;

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

/**
 * Measures the time to parse a stream of about 1 MB that arrives in chunks: with the library's decoder, then with the
 * parser of each other client. A new parser is made for each stream, as for each connection.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class EventDecodingBenchmark {

    /** What the stream consists of. */
    @Param
    public StreamShape stream = StreamShape.small;

    /** How many bytes arrive at once. */
    @Param({"16384", "64"})
    public int chunk = 16_384;

    private byte[] bytes = {};
    private ParsedCount expected = new ParsedCount();

    /** Encodes the stream. */
    @Setup(Level.Trial)
    public void encodeStream() {
        bytes = stream.bytes();
        expected = stream.expected();
    }

    /** Parses with the library's decoder. */
    @Benchmark
    public ParsedCount ours() throws Exception {
        return parseWith(new OurParser());
    }

    /** Parses with okhttp-sse. */
    @Benchmark
    public ParsedCount okHttp() throws Exception {
        return parseWith(new OkHttpParser());
    }

    /** Parses with LaunchDarkly's okhttp-eventsource. */
    @Benchmark
    public ParsedCount launchDarkly() throws Exception {
        return parseWith(new LaunchDarklyParser());
    }

    /** Parses with Spring. */
    @Benchmark
    public ParsedCount spring() throws Exception {
        return parseWith(new SpringParser());
    }

    /** Parses with Vert.x; fewer times, because one event in small chunks takes it many seconds. */
    @Benchmark
    @Warmup(iterations = 1, time = 1)
    @Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
    public ParsedCount vertx() throws Exception {
        return parseWith(new VertxParser());
    }

    private ParsedCount parseWith(StreamParser parser) throws Exception {
        ParsedCount found = parser.parse(bytes, chunk);
        if (!found.equals(expected)) {
            throw new IllegalStateException("parser must find " + expected + ": " + found);
        }
        return found;
    }
}
