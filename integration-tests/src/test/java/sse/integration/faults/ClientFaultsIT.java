package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.OverflowPolicy;
import sse.api.SseServer;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.spi.HttpLimits;
import sse.api.spi.Transport;
import sse.integration.fixtures.Transports;
import sse.integration.fixtures.Waiting;
import sse.testkit.TestClient;
import sse.testkit.TestConnection;
import sse.testkit.TestStream;

/** Misbehaving clients. {@link FaultScenario} asserts the invariants after each. */
class ClientFaultsIT {
    private static final int CLIENTS = 8;
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final Event LARGE = Event.of("x".repeat(64 * 1024));
    private static final StreamOptions BEATING =
            StreamOptions.builder().heartbeat(Duration.ofMillis(100)).build();
    private static final StreamOptions LOSSY =
            BEATING.toBuilder().overflowPolicy(OverflowPolicy.DROP_NEWEST).build();
    private static final StreamOptions IMPATIENT =
            LOSSY.toBuilder().writeTimeout(Duration.ofMillis(500)).build();

    private final long seed = Long.getLong("sse.test.seed", System.nanoTime());
    private final Queue<CloseReason> reasons = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void abortsStalledClient(Transport transport) throws Exception {
        FaultScenario.on(transport, serve(IMPATIENT, ClientFaultsIT::flood), run -> {
            List<TestStream> stalled = open(run.server().client().withWindow(4096));
            awaitReasons(CloseReason.TIMED_OUT);
            stalled.forEach(TestStream::close);
        });
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void abortsClientThatVanishes(Transport transport) throws Exception {
        FaultScenario.on(transport, serve(IMPATIENT, ClientFaultsIT::flood), run -> {
            try (StallingRelay relay = new StallingRelay(run.server().server().address())) {
                List<TestStream> vanishing = open(TestClient.to(relay.address()));
                vanishing.forEach(TestStream::nextEvent);
                relay.stall();
                awaitReasons(CloseReason.TIMED_OUT);
                vanishing.forEach(TestStream::reset);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void releasesClientResettingInFrame(Transport transport) throws Exception {
        Event huge = Event.of("x".repeat(16 << 20));
        FaultScenario.on(transport, serve(BEATING, stream -> stream.send(huge)), run -> {
            for (TestStream client : open(run.server().client().withWindow(4096))) {
                client.readText(1000);
                client.reset();
            }
            awaitReasons(CloseReason.CLIENT_GONE);
        });
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void ignoresGarbageAfterRequest(Transport transport) throws Exception {
        System.out.println("sse.test.seed=" + seed);
        Random random = new Random(seed);
        FaultScenario.on(transport, serve(BEATING, ClientFaultsIT::tick), run -> {
            for (int i = 0; i < CLIENTS; i++) {
                try (TestConnection connection = run.server().client().open()) {
                    TestStream stream = connection.connect("/").ignoreUnread();
                    connection.sendRaw(garbage(random));
                    assertThat(stream.nextEvents(20))
                            .allMatch(event -> event.data().equals("tick"));
                }
            }
            awaitReasons(CloseReason.CLIENT_GONE);
        });
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void boundsQueueOfClientReadingOneByte(Transport transport) throws Exception {
        Queue<EventStream> streams = new ConcurrentLinkedQueue<>();
        StreamHandler remembered = stream -> {
            streams.add(stream);
            flood(stream);
        };
        FaultScenario.on(transport, serve(LOSSY, remembered), run -> {
            List<TestStream> clients = open(run.server().client().withReadSize(1));
            Waiting.until("events of each are dropped", () -> {
                clients.forEach(TestStream::readByte);
                return streams.size() == CLIENTS && streams.stream().allMatch(stream -> stream.droppedEvents() > 0);
            });
            assertThat(streams)
                    .extracting(EventStream::pendingBytes)
                    .allSatisfy(pending -> assertThat(pending).isLessThanOrEqualTo(LOSSY.sendQueueBytes()));
            streams.clear();
            clients.forEach(TestStream::reset);
            awaitReasons(CloseReason.CLIENT_GONE);
        });
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#overSockets")
    void abortsSlowRequest(Transport transport) throws Exception {
        Consumer<SseServer.Builder> settings = serve(BEATING, ClientFaultsIT::tick)
                .andThen(builder -> builder.limits(HttpLimits.builder()
                        .requestTimeout(ONE_SECOND.multipliedBy(2))
                        .build()));
        FaultScenario.on(transport, settings, run -> {
            String answer = trickleRequest(run.server().server().address());
            assertThat(answer).isEqualTo(transport.name().equals("nio") ? "HTTP/1.1 408 Request Timeout" : "");
        });
        assertThat(reasons).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void releasesHalfClosedClient(Transport transport) throws Exception {
        boolean endsAtOnce = !transport.name().equals("jdkhttp");
        FaultScenario.on(transport, serve(BEATING, ClientFaultsIT::tick), run -> {
            List<TestStream> clients = open(run.server().client());
            clients.forEach(TestStream::halfClose);
            for (TestStream client : clients) {
                if (endsAtOnce) {
                    assertThat(client.skipToEnd()).isEqualTo(Transports.endOfFailure(transport));
                } else {
                    client.nextEvents(20);
                }
            }
            clients.forEach(TestStream::close);
            awaitReasons(CloseReason.CLIENT_GONE);
        });
    }

    private Consumer<SseServer.Builder> serve(StreamOptions options, StreamHandler handler) {
        return builder -> builder.stream("/", options, stream -> {
            stream.onClose(reasons::add);
            handler.onOpen(stream);
        });
    }

    private static void tick(EventStream stream) {
        stream.every(Duration.ofMillis(5), () -> Event.of("tick"));
    }

    private static void flood(EventStream stream) {
        stream.every(Duration.ofMillis(5), () -> LARGE);
    }

    private static List<TestStream> open(TestClient client) {
        return Stream.generate(() -> client.connect("/").ignoreUnread())
                .limit(CLIENTS)
                .toList();
    }

    private void awaitReasons(CloseReason each) {
        Waiting.until("streams close", () -> reasons.size() == CLIENTS);
        assertThat(reasons).containsOnly(each);
    }

    private static String garbage(Random random) {
        byte[] bytes = new byte[10_000];
        random.nextBytes(bytes);
        return "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n\0" + new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /**
     * Sends a byte per second until a response arrives. Returns its first line, or empty if the connection closes
     * without a response.
     */
    private static String trickleRequest(InetSocketAddress server) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout((int) ONE_SECOND.toMillis());
            for (byte next : "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(next);
                byte[] answer = new byte[1024];
                try {
                    int count = socket.getInputStream().read(answer);
                    return new String(answer, 0, Math.max(0, count), StandardCharsets.US_ASCII)
                            .lines()
                            .findFirst()
                            .orElse("");
                } catch (SocketTimeoutException oneSecond) {
                    continue;
                }
            }
        }
        throw new AssertionError("request must be cut off before its last byte");
    }
}
