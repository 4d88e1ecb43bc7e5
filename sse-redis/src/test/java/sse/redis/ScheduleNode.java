package sse.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import sse.api.Event;
import sse.api.Hub;
import sse.api.PublishException;
import sse.api.SseServer;
import sse.api.Topic;

/**
 * A process of {@link FailureSchedule}: serves one topic of a hub on Redis, and publishes on it at a rate until it
 * reads a line. Then it prints its numbers, and ends at the second line.
 */
final class ScheduleNode {
    private ScheduleNode() {}

    /** The arguments are the ports of the servers, separated by commas, and how many events to publish a second. */
    public static void main(String[] args) throws IOException, InterruptedException {
        RedisBackplane.Builder builder = RedisBackplane.builder().maxLength(10_000_000);
        for (String port : args[0].split(",")) {
            builder.address("127.0.0.1", Integer.parseInt(port));
        }
        RedisBackplane backplane = builder.connect();
        Hub hub = Hub.builder().backplane(backplane).build();
        Topic topic = hub.topic("prices", settings -> settings.history(2_000, Duration.ofHours(1)));
        SseServer server = SseServer.builder().port(0).stream("/", topic).start();
        Publisher publisher = new Publisher(topic, Integer.parseInt(args[1]));
        publisher.start();
        System.out.println("port " + server.port());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        in.readLine();
        publisher.running = false;
        publisher.join();
        RedisStatistics statistics = backplane.statistics();
        System.out.println("numbers " + publisher.published + " " + publisher.notStored + " " + publisher.unknown + " "
                + statistics.entriesRolledBack() + " " + statistics.repeatedAttempts() + " " + statistics.disconnects()
                + " " + publisher.longestNanos / 1_000_000);
        in.readLine();
        Runtime.getRuntime().halt(0);
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
                try {
                    topic.publish(Event.of("0123456789".repeat(20)));
                    published.incrementAndGet();
                } catch (PublishException failure) {
                    boolean isStored = failure.outcome() == PublishException.Outcome.UNKNOWN;
                    (isStored ? unknown : notStored).incrementAndGet();
                }
                longestNanos = Math.max(longestNanos, System.nanoTime() - start);
                next = Math.max(next + periodNanos, System.nanoTime() - 20 * periodNanos);
                while (next > System.nanoTime()) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
            }
        }
    }
}
