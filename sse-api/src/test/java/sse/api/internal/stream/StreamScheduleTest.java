package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.StreamOptions;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;

/** What options have done to a stream in the course of time, with the lane and the executor driven by hand. */
class StreamScheduleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = new FakeExchange();
    private final Queue<Runnable> calls = new ArrayDeque<>();

    @Nested
    class SuppliedHeartbeat {
        private final StreamOptions options = StreamOptions.builder()
                .heartbeat(Duration.ofSeconds(16))
                .heartbeatEvent(() -> Event.of("beat"))
                .build();

        @Test
        void runsSupplierOnExecutor() {
            open(options, calls::add);

            pass(11);
            assertThat(calls).isEmpty();
            pass(1);
            assertThat(calls).hasSize(1);
            assertThat(exchange.taken()).isEmpty();

            runCall();
            assertThat(exchange.taken()).isEqualTo("data: beat\n\n");
        }

        @Test
        void sendsCommentIfSupplierBlocks() {
            open(options, calls::add);

            pass(15);
            assertThat(exchange.taken()).isEmpty();
            pass(1);
            assertThat(exchange.taken()).isEqualTo(":\n");
            pass(16);
            assertThat(exchange.taken()).isEqualTo(":\n");
            assertThat(calls).hasSize(1);

            runCall();
            assertThat(exchange.taken()).isEqualTo("data: beat\n\n");
            pass(12);
            assertThat(calls).hasSize(1);
        }

        @Test
        void sendsCommentIfExecutorRejects() {
            ServerEventStream stream = open(options, task -> {
                throw new RejectedExecutionException("full");
            });

            pass(12);

            assertThat(exchange.taken()).isEqualTo(":\n");
            assertThat(stream.isOpen()).isTrue();
        }
    }

    private ServerEventStream open(StreamOptions options, Executor executor) {
        Executor[] current = {Runnable::run};
        ServerEventStream stream = lane.make(exchange, options, task -> current[0].execute(task));
        stream.open(exchange, HandDrivenLane.HEAD, opened -> {});
        lane.run();
        exchange.taken();
        current[0] = executor;
        return stream;
    }

    private void runCall() {
        calls.remove().run();
        lane.run();
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            ticker.advance(SECOND);
            lane.run();
        }
    }
}
