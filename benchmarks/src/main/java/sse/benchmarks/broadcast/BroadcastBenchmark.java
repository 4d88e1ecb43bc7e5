package sse.benchmarks.broadcast;

import java.io.IOException;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import sse.api.Event;
import sse.api.Topic;

/**
 * Measures what publishing costs the publisher, and how long it takes until an event is written to every subscriber.
 * The subscribers are streams of a server in memory, so neither sockets nor the system's calls are in it.
 *
 * <p>Each invocation begins with lanes that have nothing to do and threads that are parked. What lanes write while
 * events are published runs beside the clock; after it, also beside the clock, all events are delivered and read, so
 * that none ever waits for the next invocation and no subscriber lags. Publishing without such a pause would measure
 * lanes that skip what the history has moved past, which no program wants.
 */
@State(Scope.Thread)
@Threads(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgs = {"-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch"})
public class BroadcastBenchmark {
    private static final int BURST = 8;
    private static final int COMPILED_AFTER = 5_000;
    private static final String DATA = "x".repeat(100);

    /** How many streams are subscribed. */
    @Param({"1", "1000", "100000"})
    public int subscribers;

    /** Over how many lanes they are spread. */
    @Param("1")
    public int lanes;

    private final Event event = Event.of(DATA);
    private @Nullable Audience audience;
    private int published;

    /**
     * Connects and subscribes every stream. Before that it publishes to one stream, often enough to be compiled: with
     * 100,000 an invocation takes so long that the publisher's code would be interpreted to the end.
     */
    @Setup(Level.Trial)
    public void open() throws IOException {
        try (Audience one = new Audience(1, lanes)) {
            audience = one;
            for (int i = 0; i < COMPILED_AFTER; i++) {
                begin();
                publish();
                publishBurst();
                publishAndDeliver();
                finish();
            }
        }
        audience = new Audience(subscribers, lanes);
    }

    /** Notes what the publisher has used so far. */
    @Setup(Level.Invocation)
    public void begin() {
        published = 0;
        PublisherCost.begin();
    }

    /** Publishes one event; it wakes the thread of each lane. */
    @Benchmark
    public String publish() {
        return publishTo(topic());
    }

    /**
     * Publishes events that follow one another at once: the first wakes the lanes, the others find most of them at
     * work.
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public String publishBurst() {
        Topic topic = topic();
        for (int i = 1; i < BURST; i++) {
            publishTo(topic);
        }
        return publishTo(topic);
    }

    /** Publishes one event and waits until it is written to every stream. */
    @Benchmark
    public String publishAndDeliver() {
        String id = publishTo(topic());
        audience().threads().awaitIdle();
        return id;
    }

    /** Lets everything be delivered and read. */
    @TearDown(Level.Invocation)
    public void finish() throws IOException {
        PublisherCost.end(published);
        Audience everyone = audience();
        everyone.finish(published * DATA.length());
        everyone.threads().awaitAsleep();
    }

    /** Fails if a subscriber has disconnected or missed an event. */
    @TearDown(Level.Iteration)
    public void check() {
        audience().requireComplete();
    }

    /** Stops the server. */
    @TearDown(Level.Trial)
    public void close() {
        audience().close();
    }

    private String publishTo(Topic topic) {
        published++;
        return topic.publish(event);
    }

    private Topic topic() {
        return audience().topic();
    }

    private Audience audience() {
        Audience everyone = audience;
        if (everyone == null) {
            throw new IllegalStateException("audience must be there before it is published to");
        }
        return everyone;
    }
}
