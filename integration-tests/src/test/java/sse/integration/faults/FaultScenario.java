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
 * A server at which something goes wrong, with {@link HealthyClients}. What must hold afterwards is the same whatever
 * it was: the bystanders saw every event in order, no stream and no timer is left, every stream that was opened is
 * counted as closed, and the closed server has left no thread, descriptor, direct buffer or object.
 */
final class FaultScenario {
    private static final Set<String> WARM = ConcurrentHashMap.newKeySet();

    private final TestServer server;
    private final HealthyClients bystanders;
    private final TrackingTicker ticker;

    private FaultScenario(TestServer server, HealthyClients bystanders, TrackingTicker ticker) {
        this.server = server;
        this.bystanders = bystanders;
        this.ticker = ticker;
    }

    /** What goes wrong; when it returns, every connection it has made is gone, or soon will be. */
    interface Fault {
        void happen(FaultScenario run) throws Exception;
    }

    /** Starts a server with these settings, lets the fault happen, and asserts what must hold afterwards. */
    static void on(Transport transport, Consumer<SseServer.Builder> settings, Fault fault) throws Exception {
        if (WARM.add(transport.name())) {
            // What the process and the transport make once.
            run(transport, builder -> {}, run -> run.bystanders().awaitMore(1));
        }
        ResourceSnapshot before = ResourceSnapshot.take();
        run(transport, settings, fault);
        before.awaitNoGrowth();
    }

    private static void run(Transport transport, Consumer<SseServer.Builder> settings, Fault fault) throws Exception {
        TrackingTicker ticker = new TrackingTicker();
        NumberTopic topic = new NumberTopic();
        try (TestServer server = TestServer.start(transport, builder -> {
            topic.serveBy(builder);
            settings.accept(builder.ticker(ticker).closeTimeout(Duration.ZERO));
        })) {
            topic.start();
            try (HealthyClients bystanders = new HealthyClients(server.client())) {
                fault.happen(new FaultScenario(server, bystanders, ticker));
                bystanders.awaitMore(10);
                topic.end();
                bystanders.awaitEnd();
            } finally {
                topic.end();
            }
            Waiting.until("streams are gone", () -> server.server().openStreams() == 0);
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

    /** Returns those that nothing must happen to. */
    HealthyClients bystanders() {
        return bystanders;
    }

    /** Returns the server's clock. */
    TrackingTicker ticker() {
        return ticker;
    }

    /** Opens a stream of which not everything need be read. */
    TestStream connect(String path) {
        return server.connect(path).ignoreUnread();
    }
}
