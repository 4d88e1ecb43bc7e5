package sse.integration.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.spi.Transport;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.Waiting;
import sse.jdkhttp.JdkHttpTransport;
import sse.nio.NioTransport;
import sse.testkit.TestServer;

/** Closing a server with thousands of streams, some of them of stalled clients. The clients run in another process. */
class MassShutdownIT {
    private static final int EVENTS = 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    /** Long enough for busy machines; a stream without an end would never finish. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Event LARGE = Event.of("x".repeat(16 * 1024));
    /** The kernel buffers some hundred of these for a stalled client, never all. The history holds them all. */
    private static final int LARGE_EVENTS = 600;

    private static final int TAKEN_BY_ANY_SYSTEM = 64;

    /** Excludes heartbeats and write deadlines from the test. */
    private static final StreamOptions OPTIONS = StreamOptions.builder()
            .noHeartbeat()
            .writeTimeout(Duration.ofHours(1))
            .build();

    private final Map<CloseReason, Integer> reasons = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();

    /** A fifth for jdkhttp, where each connection needs over 30 KB of buffers, and each stalled one a thread. */
    static List<Arguments> crowds() {
        return List.of(Arguments.of(new NioTransport(), 9_500, 500), Arguments.of(new JdkHttpTransport(), 1_900, 100));
    }

    @ParameterizedTest(name = "{1} that read and {2} that do not, {0}")
    @MethodSource("crowds")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void drainsReadersAndAbortsStalledClients(Transport transport, int readers, int stalled) throws Exception {
        Topic topic = Topic.builder().build();
        AtomicIntegerArray closes = new AtomicIntegerArray(readers + stalled);
        Topic large = Topic.builder().build();
        TestServer server = TestServer.start(
                transport,
                builder -> builder
                        .closeTimeout(CLOSE_TIMEOUT)
                        .closingEvent(Event.of("bye", "back soon"))
                        .reconnectDelay(Duration.ofSeconds(1), Duration.ofSeconds(10))
                        .stream("/healthy", OPTIONS, stream -> {
                            countClose(stream, closes);
                            topic.subscribe(stream);
                        })
                        .stream("/stalled", OPTIONS, stream -> {
                    countClose(stream, closes);
                    large.subscribe(stream);
                }));
        try (server;
                Program clients = start(server.server().port(), readers, stalled)) {
            Waiting.untilReached("stalled clients are subscribed", stalled, large::subscribers);
            Waiting.untilReached("readers are subscribed", readers, topic::subscribers);
            clients.awaitLine("connected");
            IntStream.range(0, LARGE_EVENTS).forEach(i -> large.publish(LARGE));
            Waiting.untilReached(
                    "much of what the system takes is sent",
                    (long) stalled * TAKEN_BY_ANY_SYSTEM,
                    () -> server.server().statistics().sentEvents());
            assertThat(server.server().openStreams()).isEqualTo(readers + stalled);

            IntStream.range(0, EVENTS).forEach(i -> topic.publish(numbered(i)));
            long start = System.nanoTime();
            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(CLOSE_TIMEOUT, CLOSE_TIMEOUT.plus(MARGIN));
            assertThat(reasons).isEqualTo(Map.of(CloseReason.SHUTDOWN, readers + stalled));
            assertThat(IntStream.range(0, closes.length()).map(closes::get)).containsOnly(1);
            assertThat(server.server().statistics().openStreams()).isZero();
            assertThat(server.server().statistics().closedStreams())
                    .containsEntry(CloseReason.SHUTDOWN, (long) readers + stalled);
            assertThat(topic.subscribers() + large.subscribers()).isZero();
            Matcher retries = clients.awaitLine("retries ([0-9]+) ([0-9]+)");
            clients.endInput();
            for (int drained = ManyClients.PROGRESS; drained <= stalled; drained += ManyClients.PROGRESS) {
                clients.awaitLine("drained " + drained);
            }
            assertThat(clients.awaitExit()).isZero();
            assertThat(Integer.parseInt(retries.group(1))).isBetween(1_000, 1_500);
            assertThat(Integer.parseInt(retries.group(2))).isBetween(9_500, 10_000);
            assertClientsSaw(clients, readers);
        }
    }

    private void countClose(EventStream stream, AtomicIntegerArray closes) {
        int number = opened.getAndIncrement();
        stream.onClose(reason -> {
            reasons.merge(reason, 1, Integer::sum);
            closes.incrementAndGet(number);
        });
    }

    private static void assertClientsSaw(Program clients, int readers) {
        String events = IntStream.range(0, EVENTS)
                .mapToObj(i -> "id: " + i + "\ndata: " + i + "\n\n")
                .collect(Collectors.joining());
        String body = ":\nretry: 3000\n" + events + "event: bye\nretry: N\ndata: back soon\n\n";

        assertThat(clients.output())
                .matches("connected\n"
                        + readers + " read " + Pattern.quote(body.replace("\n", "\\n")) + "\n"
                        + "retries [0-9]+ [0-9]+\n"
                        + "(drained [0-9]+\n)+"
                        + "stalled ones that were sent the end: 0\n");
    }

    private static Event numbered(int number) {
        return Event.builder()
                .id(Integer.toString(number))
                .data(Integer.toString(number))
                .build();
    }

    private static Program start(int port, int readers, int stalled) throws Exception {
        Path tests = Path.of(ManyClients.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Program.java(List.of(
                "-cp",
                tests.toString(),
                ManyClients.class.getName(),
                Integer.toString(port),
                Integer.toString(readers),
                Integer.toString(stalled)));
    }
}
