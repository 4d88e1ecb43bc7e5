package sse.benchmarks.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import sse.api.Event;
import sse.api.Hub;
import sse.api.Topic;
import sse.redis.RedisBackplane;

/**
 * Measures how many events of 200 bytes a second go into Redis: by bare {@code XADD}s of one thread, one after the
 * other; through a hub by one thread, one after the other; by eight threads; and 64 at a time.
 */
@State(Scope.Benchmark)
@Threads(1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgs = "-Xmx512m")
public class RedisPublishBenchmark {
    private static final int BATCH = 64;
    private static final String DATA = "x".repeat(200);

    private final Event event = Event.of(DATA);
    private final byte[][] xadd = {
        bytes("bare"), bytes("MAXLEN"), bytes("~"), bytes("100000"), bytes("*"), bytes("d"), bytes(DATA)
    };
    private @Nullable LocalRedis redis;
    private @Nullable Jedis jedis;
    private @Nullable Hub hub;
    private @Nullable Topic topic;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Starts Redis, and opens the hub. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        LocalRedis started = LocalRedis.start();
        redis = started;
        jedis = new Jedis("127.0.0.1", started.port());
        Hub opened = Hub.builder()
                .backplane(RedisBackplane.builder()
                        .address("127.0.0.1", started.port())
                        .connect())
                .build();
        hub = opened;
        topic = opened.topic("events");
    }

    /** Adds an entry to a stream. */
    @Benchmark
    public Object bareXadd() {
        return Objects.requireNonNull(jedis).sendCommand(Command.XADD, xadd);
    }

    /** Publishes an event, and waits until Redis has it. */
    @Benchmark
    public String publish() {
        return Objects.requireNonNull(topic).publish(event);
    }

    /** Publishes by eight threads, each of which waits until Redis has its event. */
    @Benchmark
    @Threads(8)
    public String publishByEight() {
        return Objects.requireNonNull(topic).publish(event);
    }

    /** Publishes 64 events at once; an operation is one event. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object publishBatch() {
        return Objects.requireNonNull(topic).publishAll(Collections.nCopies(BATCH, event));
    }

    /** Closes the hub, and ends Redis. */
    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(hub).close();
        Objects.requireNonNull(jedis).close();
        Objects.requireNonNull(redis).close();
    }
}
