package sse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.StreamOptions;
import sse.api.spi.Transport;
import sse.testkit.TestStream;

/**
 * A clock that jumps, as on a machine that was suspended. {@link FaultScenario} asserts that no client lost an event.
 */
class ClockJumpIT {
    private final Queue<CloseReason> reasons = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @MethodSource("sse.integration.fixtures.Transports#all")
    void keepsServedStreamsOpen(Transport transport) throws Exception {
        StreamOptions options =
                StreamOptions.builder().heartbeat(Duration.ofMillis(100)).build();
        FaultScenario.on(
                transport,
                builder -> builder.stream("/", options, stream -> {
                    stream.onClose(reasons::add);
                    stream.every(Duration.ofMillis(5), () -> Event.of("tick"));
                }),
                run -> {
                    try (TestStream client = run.connect("/")) {
                        for (int hours : new int[] {1, 24, -48, 1}) {
                            run.ticker().jump(Duration.ofHours(hours));
                            assertThat(client.nextEvents(20))
                                    .allMatch(event -> event.data().equals("tick"));
                            run.healthyClients().awaitMore(20);
                        }
                        assertThat(reasons).isEmpty();
                    }
                });
    }
}
