package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import sse.api.ServerStatistics;
import sse.api.SseServer;
import sse.api.spi.Transport;
import sse.integration.fixtures.ResourceSnapshot;
import sse.integration.fixtures.Waiting;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/**
 * A fault at a server with {@link HealthyClients}, and the invariants that hold after any fault: healthy clients have
 * received every event in order, no stream or timer remains, every opened stream is counted as closed, and the closed
 * server has released its threads, descriptors, direct buffers and objects.
 */
final class FaultScenario {
    private static final Set<String> WARM = ConcurrentHashMap.newKeySet();

    private final TestServer server;
    private final HealthyClients healthyClients;
    private final TrackingTicker ticker;

    private FaultScenario(TestServer server, HealthyClients healthyClients, TrackingTicker ticker) {
        this.server = server;
        this.healthyClients = healthyClients;
        this.ticker = ticker;
    }

    /** The fault. When it returns, its connections are closed or about to close. */
    interface Fault {
        void run(FaultScenario scenario) throws Exception;
    }

    /** Starts a server with settings, runs the fault, and asserts the invariants. */
    static void on(Transport transport, Consumer<SseServer.Builder> settings, Fault fault) throws Exception {
        ResourceSnapshot before = snapshotOf(transport);
        run(transport, settings, fault);
        before.awaitNoGrowth();
    }

    /** Counts the resources in use, behind a first run that loads what the process and the transport allocate once. */
    static ResourceSnapshot snapshotOf(Transport transport) throws Exception {
        if (WARM.add(transport.name())) {
            run(transport, builder -> {}, run -> run.healthyClients().awaitMore(1));
        }
        return ResourceSnapshot.take();
    }

    private static void run(Transport transport, Consumer<SseServer.Builder> settings, Fault fault) throws Exception {
        TrackingTicker ticker = new TrackingTicker();
        NumberTopic topic = new NumberTopic();
        try (TestServer server = TestServer.start(transport, builder -> {
            topic.serveBy(builder);
            settings.accept(builder.ticker(ticker).closeTimeout(Duration.ZERO));
        })) {
            topic.start();
            try (HealthyClients healthyClients = new HealthyClients(server.client())) {
                fault.run(new FaultScenario(server, healthyClients, ticker));
                healthyClients.awaitMore(10);
                topic.end();
                healthyClients.awaitEnd();
            } finally {
                topic.end();
            }
            Waiting.until("streams are closed", () -> server.server().openStreams() == 0);
            Waiting.until("timers are cancelled", () -> ticker.pending() == 0);
            requireAllClosed(server.server().statistics());
        }
    }

    private static void requireAllClosed(ServerStatistics statistics) {
        assertThat(statistics.openStreams()).isZero();
        assertThat(statistics.closedStreams().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(statistics.openedStreams());
    }

    /** Returns the server. */
    TestServer server() {
        return server;
    }

    /** Returns the clients that the fault must not affect. */
    HealthyClients healthyClients() {
        return healthyClients;
    }

    /** Returns the server's clock. */
    TrackingTicker ticker() {
        return ticker;
    }

    /** Opens a stream whose events may remain unread. */
    TestStream connect(String path) {
        return server.connect(path).ignoreUnread();
    }
}
