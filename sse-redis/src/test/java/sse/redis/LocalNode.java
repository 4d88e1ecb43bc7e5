package sse.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import sse.api.Event;
import sse.api.Hub;
import sse.api.PublishException;
import sse.api.SseServer;
import sse.api.Topic;

/** A node in this process. Also the program of {@link NodeProcess}. */
final class LocalNode implements Node {
    private final RedisBackplane backplane;
    private final Hub hub;
    private final SseServer server;
    private final Publisher publisher;

    private LocalNode(List<Integer> ports, int rate) throws IOException {
        RedisBackplane.Builder builder = RedisBackplane.builder().maxLength(10_000_000);
        ports.forEach(port -> builder.address("127.0.0.1", port));
        backplane = builder.connect();
        hub = Hub.builder().backplane(backplane).build();
        Topic topic = hub.topic("prices", settings -> settings.history(2_000, Duration.ofHours(1)));
        server = SseServer.builder().port(0).transport("nio").stream("/", topic).start();
        publisher = new Publisher(topic, rate);
        publisher.start();
    }

    static Node start(List<Integer> ports, int rate, Map<String, String> environment) throws IOException {
        return new LocalNode(ports, rate);
    }

    /**
     * Answers each line of its input: {@code time}, and {@code stop}, which ends publishing. It ends with the input.
     *
     * @param args the ports of the servers, separated by commas, and how many events to publish a second
     */
    public static void main(String[] args) throws IOException {
        List<Integer> ports =
                Stream.of(args[0].split(",")).map(Integer::valueOf).toList();
        LocalNode node = new LocalNode(ports, Integer.parseInt(args[1]));
        System.out.println(node.port());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(
                    line.equals("time")
                            ? node.currentTimeMillis()
                            : node.stopPublishing().text());
        }
        Runtime.getRuntime().halt(0);
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public NodeNumbers stopPublishing() {
        publisher.running = false;
        try {
            publisher.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        RedisStatistics statistics = backplane.statistics();
        return new NodeNumbers(
                publisher.published.get(),
                publisher.notStored.get(),
                publisher.unknown.get(),
                statistics.entriesRolledBack(),
                statistics.repeatedAttempts(),
                statistics.disconnects(),
                publisher.longestNanos / 1_000_000);
    }

    @Override
    public void close() {
        publisher.running = false;
        server.close();
        hub.close();
    }

    private static final class Publisher extends Thread {
        final Topic topic;
        final long periodNanos;
        final AtomicLong published = new AtomicLong();
        final AtomicLong notStored = new AtomicLong();
        final AtomicLong unknown = new AtomicLong();
        volatile long longestNanos;
        volatile boolean running = true;

        Publisher(Topic topic, int rate) {
            super("publisher");
            this.topic = topic;
            this.periodNanos = 1_000_000_000L / rate;
            setDaemon(true);
        }

        @Override
        public void run() {
            long next = System.nanoTime();
            while (running) {
                long start = System.nanoTime();
                publish();
                longestNanos = Math.max(longestNanos, System.nanoTime() - start);
                next = Math.max(next + periodNanos, System.nanoTime() - 20 * periodNanos);
                while (next > System.nanoTime()) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
            }
        }

        private void publish() {
            try {
                topic.publish(Event.of("0123456789".repeat(20)));
                published.incrementAndGet();
            } catch (PublishException failure) {
                boolean mayBeStored = failure.outcome() == PublishException.Outcome.UNKNOWN;
                (mayBeStored ? unknown : notStored).incrementAndGet();
            } catch (IllegalStateException hubIsClosed) {
                running = false;
            }
        }
    }
}
