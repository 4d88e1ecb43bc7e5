package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.MessageEvent;
import sse.api.SendResult;
import sse.api.StreamOptions;
import sse.api.Subscription;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.fixtures.ResourceSnapshot;
import sse.integration.fixtures.TestThreads;
import sse.integration.fixtures.Waiting;
import sse.testkit.StreamEnd;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/** Eight threads that publish or send while streams close. Each client receives consecutive numbers of each thread. */
class PublisherRaceIT {
    private static final int PUBLISHERS = 8;
    private static final int EVENTS_EACH = 2_000;
    private static final int CLIENTS = 8;
    private static final Event END = Event.of("end", "");
    private static final StreamOptions OPTIONS = StreamOptions.builder()
            .heartbeat(Duration.ofMillis(100))
            .sendQueueBytes(64 << 20)
            .build();

    private final long seed = Long.getLong("sse.test.seed", System.nanoTime());
    private final AtomicIntegerArray published = new AtomicIntegerArray(PUBLISHERS);
    private Topic topic = newTopic();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void survivesSubscribeUnsubscribeAndClose(Transport transport) throws Exception {
        System.out.println("sse.test.seed=" + seed);
        BlockingQueue<Subscription> subscriptions = new LinkedBlockingQueue<>();
        AtomicInteger publishing = new AtomicInteger(PUBLISHERS);
        AtomicInteger running = new AtomicInteger(CLIENTS);
        FaultScenario.on(
                transport,
                builder -> builder.stream("/", OPTIONS, stream -> subscriptions.add(topic.subscribe(stream))),
                run -> {
                    try (TestThreads threads = new TestThreads()) {
                        for (int i = 0; i < PUBLISHERS; i++) {
                            int publisher = i;
                            threads.start(() -> {
                                publish(publisher, EVENTS_EACH);
                                publishing.decrementAndGet();
                            });
                        }
                        for (int i = 0; i < CLIENTS; i++) {
                            Random random = new Random(seed + i);
                            threads.start(() -> {
                                while (publishing.get() > 0) {
                                    visit(run.connect("/"), random);
                                }
                                running.decrementAndGet();
                            });
                        }
                        threads.start(() -> endStreams(subscriptions, running, new Random(seed - 1)));
                        threads.join();
                    }
                    subscriptions.clear();
                    Waiting.until("unsubscribed", () -> topic.subscribers() == 0);
                    forgetHistory();
                });
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void deliversEverythingBeforeServerClose(Transport transport) throws Exception {
        ResourceSnapshot before = FaultScenario.snapshotOf(transport);
        raceWithClose(transport);
        forgetHistory();
        before.awaitNoGrowth();
    }

    private void raceWithClose(Transport transport) throws Exception {
        try (TestThreads threads = new TestThreads();
                TestServer server = TestServer.start(
                        transport,
                        builder -> builder.closingEvent(END).closeTimeout(Duration.ofSeconds(20)).stream(
                                "/", OPTIONS, topic))) {
            List<TestStream> clients =
                    Stream.generate(() -> server.connect("/")).limit(CLIENTS).toList();
            Waiting.until("subscribed", () -> topic.subscribers() == CLIENTS);
            AtomicIntegerArray read = new AtomicIntegerArray(CLIENTS);
            List<NumberCheck> checks = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                NumberCheck numbers = NumberCheck.fromFirst();
                checks.add(numbers);
                threads.start(() -> {
                    while (numbers.accept(clients.get(client).nextEvent())) {
                        read.incrementAndGet(client);
                    }
                    assertThat(clients.get(client).awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
                    clients.get(client).close();
                });
            }
            for (int i = 0; i < PUBLISHERS; i++) {
                int publisher = i;
                threads.start(() -> publish(publisher, EVENTS_EACH));
            }
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                Waiting.until("events arrive", () -> read.get(client) >= EVENTS_EACH);
            }
            int[] publishedBefore =
                    IntStream.range(0, PUBLISHERS).map(published::get).toArray();
            server.close();
            threads.join();
            checks.forEach(numbers -> numbers.requireAll(publishedBefore));
            assertThat(topic.subscribers()).isZero();
            assertThat(server.server().statistics().closedStreams())
                    .contains(Map.entry(CloseReason.SHUTDOWN, (long) CLIENTS));
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void deliversAcceptedEventsBeforeStreamClose(Transport transport) throws Exception {
        System.out.println("sse.test.seed=" + seed);
        Random random = new Random(seed);
        BlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
        FaultScenario.on(transport, builder -> builder.stream("/", OPTIONS, streams::add), run -> {
            for (int round = 0; round < 20; round++) {
                try (TestThreads threads = new TestThreads();
                        TestStream client = run.server().connect("/")) {
                    EventStream stream = streams.take();
                    int limit = 1 + random.nextInt(500);
                    AtomicIntegerArray accepted = new AtomicIntegerArray(PUBLISHERS);
                    for (int i = 0; i < PUBLISHERS; i++) {
                        int sender = i;
                        threads.start(() -> {
                            while (stream.send(numbered(sender, accepted.get(sender))) == SendResult.ACCEPTED) {
                                if (accepted.incrementAndGet(sender) == limit) {
                                    stream.close();
                                }
                            }
                        });
                    }
                    threads.join();
                    expectExactly(accepted, client);
                }
            }
        });
    }

    /** Returns a topic whose history holds every event of the test. */
    private static Topic newTopic() {
        return Topic.builder().history(1_000_000, Duration.ofHours(1)).build();
    }

    /** Releases the topic, which retains its events. */
    private void forgetHistory() {
        assertThat(topic.subscribers()).isZero();
        topic = newTopic();
    }

    /** Publishes slowly, so that other actions happen before the last event. */
    private void publish(int publisher, int events) {
        for (int i = 0; i < events; i++) {
            topic.publish(Event.of(numbered(publisher, i)));
            published.set(publisher, i + 1);
            LockSupport.parkNanos(100_000);
        }
    }

    private static String numbered(int publisher, int number) {
        return publisher + ":" + number;
    }

    /** Reads some events, or all until the server closes the stream, and disconnects. */
    private static void visit(TestStream stream, Random random) {
        int most = random.nextInt(300);
        NumberCheck numbers = NumberCheck.fromAny();
        for (int i = 0; i < most && numbers.accept(stream.nextEvent()); i++) {}
        if (random.nextBoolean()) {
            stream.close();
        } else {
            stream.reset();
        }
    }

    /** Closes streams from the server while clients connect, some of them after an unsubscribe. */
    private static void endStreams(BlockingQueue<Subscription> subscriptions, AtomicInteger running, Random random) {
        while (running.get() > 0) {
            Subscription next = subscriptions.poll();
            if (next != null) {
                if (random.nextBoolean()) {
                    next.cancel();
                }
                next.stream().send(END);
                next.stream().close();
            }
            LockSupport.parkNanos(random.nextInt(2_000_000));
        }
    }

    private static void expectExactly(AtomicIntegerArray accepted, TestStream client) {
        int[] received = new int[PUBLISHERS];
        int all = 0;
        for (int i = 0; i < PUBLISHERS; i++) {
            all += accepted.get(i);
        }
        for (MessageEvent event : client.nextEvents(all)) {
            int sender = event.data().charAt(0) - '0';
            assertThat(event.data()).isEqualTo(numbered(sender, received[sender]++));
        }
        assertThat(client.awaitEnd()).isEqualTo(StreamEnd.COMPLETE);
    }

    /** The next number of each publisher at one client. */
    private static final class NumberCheck {
        private static final int ANY = -1;

        private final int[] next = new int[PUBLISHERS];

        /** Checks what a client receives that was there before the first event. */
        static NumberCheck fromFirst() {
            return new NumberCheck();
        }

        /** Checks what a client receives that comes when others may have been published. */
        static NumberCheck fromAny() {
            NumberCheck check = new NumberCheck();
            Arrays.fill(check.next, ANY);
            return check;
        }

        /** Checks an event. Returns false for the last event. */
        boolean accept(MessageEvent event) {
            if (event.type().equals("end")) {
                return false;
            }
            int publisher = event.data().charAt(0) - '0';
            int number = Integer.parseInt(event.data().substring(2));
            if (next[publisher] != ANY) {
                assertThat(number).isEqualTo(next[publisher]);
            }
            next[publisher] = number + 1;
            return true;
        }

        /** Requires that as many events of each publisher have come, or more. */
        void requireAll(int[] events) {
            for (int i = 0; i < PUBLISHERS; i++) {
                assertThat(next[i]).as("events of publisher %s", i).isGreaterThanOrEqualTo(events[i]);
            }
        }
    }
}
