package sse.benchmarks.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import sse.api.Event;
import sse.api.Hub;
import sse.api.SseServer;
import sse.api.Topic;
import sse.redis.RedisBackplane;

/**
 * Measures how long a client takes to resume: to connect, with the id of the last event but one, until it has received
 * the last one, which was published right before. At the node that published it, and at another one.
 */
@State(Scope.Benchmark)
@Threads(1)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 5)
@Fork(value = 2, jvmArgs = "-Xmx512m")
public class RedisResumeBenchmark {
    private static final Event EVENT = Event.of("x".repeat(150));

    private @Nullable LocalRedis redis;
    private @Nullable Node same;
    private @Nullable Node other;
    private String last = "";

    /** A hub and its server, over connections of its own. */
    private record Node(Hub hub, Topic topic, SseServer server) {
        static Node start(int redis) throws IOException {
            Hub hub = Hub.builder()
                    .backplane(
                            RedisBackplane.builder().address("127.0.0.1", redis).connect())
                    .build();
            Topic topic = hub.topic("events");
            SseServer server = SseServer.builder().port(0).transport("nio").stream("/", topic)
                    .start();
            return new Node(hub, topic, server);
        }

        void close() {
            server.close();
            hub.close();
        }
    }

    /** Starts Redis and two nodes. */
    @Setup(Level.Trial)
    public void start() throws IOException {
        LocalRedis started = LocalRedis.start();
        redis = started;
        Node first = Node.start(started.port());
        same = first;
        other = Node.start(started.port());
        last = first.topic().publish(EVENT);
    }

    /** Resumes at the node that has published the event. */
    @Benchmark
    public String sameNode() throws IOException {
        return resume(Objects.requireNonNull(same));
    }

    /** Resumes at the other node. */
    @Benchmark
    public String otherNode() throws IOException {
        return resume(Objects.requireNonNull(other));
    }

    private String resume(Node at) throws IOException {
        String received = last;
        String published = Objects.requireNonNull(same).topic().publish(EVENT);
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nLast-Event-ID: " + received
                + "\r\n\r\n";
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), at.server().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String wanted = "id: " + published;
            for (String line = lines.readLine(); !wanted.equals(line); line = lines.readLine()) {
                if (line == null) {
                    throw new IOException("stream must have the event " + published);
                }
            }
        }
        last = published;
        return published;
    }

    /** Ends the nodes and Redis. */
    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(same).close();
        Objects.requireNonNull(other).close();
        Objects.requireNonNull(redis).close();
    }
}
