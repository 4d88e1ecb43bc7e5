package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.OverflowPolicy;
import sse.api.SendResult;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.integration.fixtures.Waiting;
import sse.testkit.TestServer;
import sse.testkit.TestStream;

/**
 * A client that stops reading beside clients that read. The kernel buffers up to some megabytes for a stalled client on
 * loopback, so each test sends far more.
 */
class SlowReaderIT {
    private static final int OUTBOX = 128 * 1024;
    private static final int EVENTS = 2_000;
    private static final String FILLING = "x".repeat(16 * 1024);

    private final List<EventStream> healthy = new CopyOnWriteArrayList<>();
    private final CompletableFuture<EventStream> stuck = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> stuckClosed = new CompletableFuture<>();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void disconnectsOnlySlowReader(Transport transport) throws Exception {
        try (TestServer server = start(transport, OverflowPolicy.DISCONNECT)) {
            Outcome outcome = sendWhileOneDoesNotRead(server);

            assertThat(stuckClosed.get(20, TimeUnit.SECONDS)).isEqualTo(CloseReason.OVERFLOW);
            assertThat(outcome.results()).endsWith(SendResult.CLOSED).doesNotContain(SendResult.DROPPED);
            assertThat(stuck.get().pendingBytes()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void dropsNewestIfThatIsThePolicy(Transport transport) throws Exception {
        try (TestServer server = start(transport, OverflowPolicy.DROP_NEWEST)) {
            Outcome outcome = sendWhileOneDoesNotRead(server);

            long dropped = outcome.results().stream()
                    .filter(SendResult.DROPPED::equals)
                    .count();
            assertThat(dropped).isPositive().isEqualTo(stuck.get().droppedEvents());
            assertThat(outcome.results()).doesNotContain(SendResult.CLOSED);
            assertThat(outcome.stillOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void dropsOldestIfThatIsThePolicy(Transport transport) throws Exception {
        try (TestServer server = start(transport, OverflowPolicy.DROP_OLDEST)) {
            Outcome outcome = sendWhileOneDoesNotRead(server);

            assertThat(outcome.results()).containsOnly(SendResult.ACCEPTED);
            assertThat(stuck.get().droppedEvents()).isPositive();
            assertThat(outcome.stillOpen()).isTrue();
        }
    }

    private TestServer start(Transport transport, OverflowPolicy policy) {
        StreamOptions options = StreamOptions.builder()
                .sendQueueBytes(OUTBOX)
                .overflowPolicy(policy)
                .build();
        return TestServer.start(
                transport,
                builder -> builder.closeTimeout(Duration.ZERO).stream("/healthy", options, healthy::add).stream(
                        "/stuck", options, stream -> {
                            stream.onClose(stuckClosed::complete);
                            stuck.complete(stream);
                        }));
    }

    /** The result of each send to the stalled stream, and its state after the last one. */
    private record Outcome(List<SendResult> results, boolean stillOpen) {}

    /** Sends every event to all streams. Each healthy client reads it before the next is sent. */
    private Outcome sendWhileOneDoesNotRead(TestServer server) throws Exception {
        List<SendResult> results = new ArrayList<>(EVENTS);
        try (TestStream neverReads = server.connect("/stuck").ignoreUnread();
                TestStream first = server.connect("/healthy");
                TestStream second = server.connect("/healthy")) {
            EventStream slow = stuck.get(20, TimeUnit.SECONDS);
            awaitHealthy(2);
            for (int i = 0; i < EVENTS; i++) {
                Event event = Event.of(i + FILLING);
                results.add(slow.send(event));
                assertThat(slow.pendingBytes()).isLessThanOrEqualTo(OUTBOX);
                for (EventStream stream : healthy) {
                    assertThat(stream.send(event)).isEqualTo(SendResult.ACCEPTED);
                }
                assertThat(first.nextEvent().data()).isEqualTo(i + FILLING);
                assertThat(second.nextEvent().data()).isEqualTo(i + FILLING);
            }
            return new Outcome(results, slow.isOpen());
        }
    }

    private void awaitHealthy(int count) {
        Waiting.until("streams open", () -> healthy.size() == count);
    }
}
