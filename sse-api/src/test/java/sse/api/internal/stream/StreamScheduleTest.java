package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Revalidation;
import sse.api.StreamOptions;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;

/** What options have done to a stream in the course of time, with the lane and the executor driven by hand. */
class StreamScheduleTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
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

    @Nested
    class Revalidated {
        private final List<String> log = new ArrayList<>();

        @Test
        void callsOnceUntilCallHasEnded() {
            open(revalidation(Revalidation.every(TEN_SECONDS, stream -> log.add("call"))), calls::add);

            pass(40);
            assertThat(calls).hasSize(1);
            runCall();
            assertThat(calls).isEmpty();
            assertThat(log).hasSize(1);
            pass(20);
            assertThat(calls).hasSize(1);
        }

        @Test
        void endsStreamThatIsDenied() {
            Revalidation denying =
                    Revalidation.every(TEN_SECONDS, stream -> false).withLastEvent(Event.of("signed out"));
            ServerEventStream stream = open(revalidation(denying), calls::add);
            stream.send("before");

            pass(10);
            runCall();

            assertThat(exchange.taken()).isEqualTo("data: before\n\ndata: signed out\n\n");
            assertThat(exchange.finished).isTrue();
            assertThat(stream.closeReason()).contains(CloseReason.REVOKED);
        }

        @Test
        void interruptsCallThatFailsClosed() {
            List<Boolean> interrupted = new ArrayList<>();
            Revalidation late = Revalidation.every(TEN_SECONDS, stream -> {
                        pass(4);
                        interrupted.add(Thread.currentThread().isInterrupted());
                        pass(1);
                        interrupted.add(Thread.currentThread().isInterrupted());
                        return true;
                    })
                    .failClosed(Duration.ofSeconds(5));
            ServerEventStream stream = open(revalidation(late), calls::add);

            pass(10);
            runCall();

            assertThat(interrupted).containsExactly(false, true);
            assertThat(stream.closeReason()).contains(CloseReason.REVOKED);
            assertThat(Thread.interrupted()).isFalse();
        }

        @Test
        void keepsStreamDuringLateCallThatFailsOpen() {
            Revalidation late = Revalidation.every(TEN_SECONDS, stream -> {
                pass(60);
                return true;
            });
            ServerEventStream stream = open(revalidation(late), calls::add);

            pass(10);
            runCall();

            assertThat(stream.isOpen()).isTrue();
        }

        @Test
        void triesAgainIfExecutorRejects() {
            List<Runnable> rejected = new ArrayList<>();
            open(revalidation(Revalidation.every(TEN_SECONDS, stream -> log.add("call"))), task -> {
                if (rejected.size() < 3) {
                    rejected.add(task);
                    throw new RejectedExecutionException("full");
                }
                task.run();
            });

            for (int second = 0; second < 10 && rejected.isEmpty(); second++) {
                pass(1); // The first call is at a random time within the period.
            }
            assertThat(rejected).hasSize(1);
            pass(2);
            assertThat(rejected).hasSize(3);
            assertThat(log).isEmpty();
            pass(1);
            assertThat(log).containsExactly("call");
        }

        private StreamOptions revalidation(Revalidation revalidation) {
            return StreamOptions.builder()
                    .noHeartbeat()
                    .revalidation(revalidation)
                    .build();
        }
    }

    @Nested
    class Lifetime {
        private final StreamOptions options = StreamOptions.builder()
                .noHeartbeat()
                .maxLifetime(Duration.ofSeconds(41))
                .build();

        @Test
        void endsBetweenThreeQuartersAndAll() {
            int earliest = 41;
            int latest = 0;
            for (int i = 0; i < 200; i++) {
                ServerEventStream stream = lane.make(new FakeExchange(), options, Runnable::run);
                stream.open(new FakeExchange(), HandDrivenLane.HEAD, opened -> {}, () -> {});
                int seconds = 0;
                while (stream.isOpen()) {
                    pass(1);
                    seconds++;
                }
                // Up to one sweep earlier, so that no stream lives longer.
                assertThat(seconds).isBetween(30, 40);
                assertThat(stream.closeReason()).contains(CloseReason.EXPIRED);
                earliest = Math.min(earliest, seconds);
                latest = Math.max(latest, seconds);
            }
            assertThat(earliest).as("spread at random").isLessThan(34);
            assertThat(latest).as("spread at random").isGreaterThan(36);
        }

        @Test
        void leavesStreamToOtherReasons() {
            ServerEventStream stream = open(options, calls::add);

            stream.close();
            lane.run();
            pass(41);

            assertThat(stream.closeReason()).contains(CloseReason.COMPLETED);
        }
    }

    private ServerEventStream open(StreamOptions options, Executor executor) {
        Executor[] current = {Runnable::run};
        ServerEventStream stream = lane.make(exchange, options, task -> current[0].execute(task));
        stream.open(exchange, HandDrivenLane.HEAD, opened -> {}, () -> {});
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
