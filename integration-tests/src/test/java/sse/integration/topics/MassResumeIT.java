package sse.integration.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;
import sse.api.MessageEvent;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.fixtures.NumberedEvents;
import sse.integration.fixtures.Waiting;
import sse.jdkhttp.JdkHttpTransport;
import sse.nio.NioTransport;
import sse.testkit.MemoryTransport;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/**
 * Many clients that disconnect and resume repeatedly while several threads publish. Every client checks that the
 * numbers of each publisher are consecutive, that ids grow, and that every event arrives: none is lost, duplicated or
 * out of order.
 *
 * <p>Publishers publish in bursts, each released when all clients have completed a step. Otherwise they would finish
 * before the first client resumes.
 */
class MassResumeIT {
    private static final int PUBLISHERS = 4;
    private static final int BURSTS = 6;
    private static final int BURST = 30;
    private static final int EVENTS = PUBLISHERS * BURSTS * BURST;
    private static final int READERS = 8;

    private final long seed = Long.getLong("sse.test.seed", System.nanoTime());

    /**
     * A quarter of the clients for jdkhttp, where each connection needs over 30 KB of buffers, and a thread during a
     * write.
     */
    static List<Arguments> crowds() {
        return List.of(
                Arguments.of(new NioTransport(), 2000),
                Arguments.of(new JdkHttpTransport(), 500),
                Arguments.of(new MemoryTransport(), 2000));
    }

    @ParameterizedTest(name = "{1} clients, {0}")
    @MethodSource("crowds")
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void resumesWithoutGapOrDuplicate(Transport transport, int clients) throws Exception {
        Topic topic = Topic.builder().history(EVENTS + 1, Duration.ofHours(1)).build();
        String start = topic.publish(Event.of("start"));
        try (TestServer server =
                TestServer.start(transport, b -> b.closeTimeout(Duration.ZERO).stream("/", topic::subscribe))) {
            List<Client> crowd = IntStream.range(0, clients)
                    .mapToObj(i -> new Client(server.client()
                            .withTimeout(Duration.ofSeconds(60))
                            .withLastEventId(start)
                            .connect("/")
                            .ignoreUnread()))
                    .toList();
            run(topic, crowd);
            assertThat(crowd).allMatch(client -> client.received == EVENTS);
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void sharesOneTopicAmongTransports() throws Exception {
        Topic topic = Topic.builder().history(EVENTS + 1, Duration.ofHours(1)).build();
        String start = topic.publish(Event.of("start"));
        List<TestServer> servers = new ArrayList<>();
        try {
            for (Transport transport : List.of(new NioTransport(), new JdkHttpTransport(), new MemoryTransport())) {
                servers.add(NumberedEvents.serve(transport, topic::subscribe));
            }
            List<Client> crowd = IntStream.range(0, 90)
                    .mapToObj(i -> new Client(servers.get(i % 3)
                            .client()
                            .withTimeout(Duration.ofSeconds(60))
                            .withLastEventId(start)
                            .connect("/")
                            .ignoreUnread()))
                    .toList();
            Waiting.until("subscribed", () -> topic.subscribers() == 90);
            run(topic, crowd);
            assertThat(crowd).allMatch(client -> client.received == EVENTS);
        } finally {
            servers.forEach(TestServer::close);
        }
        Waiting.until("unsubscribed", () -> topic.subscribers() == 0);
    }

    private void run(Topic topic, List<Client> crowd) throws Exception {
        System.out.println("sse.test.seed=" + seed);
        Phaser step = new Phaser(PUBLISHERS + READERS);
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS + READERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                int publisher = i;
                all.add(threads.submit(guarded(step, () -> publish(topic, publisher, step))));
            }
            for (int i = 0; i < READERS; i++) {
                int reader = i;
                all.add(threads.submit(guarded(step, () -> read(crowd, reader, step))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A failure must not leave the other threads waiting. */
    private static Callable<Void> guarded(Phaser step, Callable<Void> part) {
        return () -> {
            try {
                return part.call();
            } catch (Exception | Error failure) {
                step.forceTermination();
                throw failure;
            }
        };
    }

    private static Void publish(Topic topic, int publisher, Phaser step) {
        for (int burst = 0; burst < BURSTS; burst++) {
            step.arriveAndAwaitAdvance();
            for (int i = 0; i < BURST; i++) {
                topic.publish(Event.of(publisher + ":" + (burst * BURST + i)));
            }
        }
        return null;
    }

    /** Reads part of the expected events for every READERS-th client. In each step a third of them reconnects. */
    private Void read(List<Client> crowd, int reader, Phaser step) {
        Random random = new Random(seed + reader);
        for (int burst = 0; burst < BURSTS; burst++) {
            step.arriveAndAwaitAdvance();
            for (int i = reader; i < crowd.size(); i += READERS) {
                Client client = crowd.get(i);
                int published = (burst + 1) * BURST * PUBLISHERS;
                client.read(random.nextInt(published - client.received + 1));
                if (random.nextInt(3) == 0) {
                    client.reconnect();
                }
            }
        }
        for (int i = reader; i < crowd.size(); i += READERS) {
            crowd.get(i).read(EVENTS - crowd.get(i).received);
        }
        return null;
    }

    /** A client and the events it has received. */
    private static final class Client {
        private final int[] nextOf = new int[PUBLISHERS];
        private TestStream stream;
        private int received;

        Client(TestStream stream) {
            this.stream = stream;
        }

        void read(int count) {
            for (int i = 0; i < count; i++) {
                long before = number(stream.lastEventId());
                MessageEvent event = stream.nextEvent();
                String[] data = event.data().split(":");
                int publisher = Integer.parseInt(data[0]);
                if (Integer.parseInt(data[1]) != nextOf[publisher]++ || number(event.lastEventId()) <= before) {
                    throw new AssertionError(
                            event + " after " + before + ", expected of each " + Arrays.toString(nextOf));
                }
                received++;
            }
        }

        void reconnect() {
            stream = stream.reconnect().ignoreUnread();
        }

        private static long number(String id) {
            return Long.parseLong(id.substring(id.indexOf('-') + 1));
        }
    }
}
