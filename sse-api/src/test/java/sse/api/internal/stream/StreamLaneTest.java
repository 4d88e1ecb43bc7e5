package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sse.api.CloseReason;
import sse.api.internal.CoreLog;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.Thrown;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.LaneLoop;

/** A lane, also one whose loop is out of memory. */
class StreamLaneTest {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    @RegisterExtension
    final CoreLog coreLog = new CoreLog();

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final List<String> happened = new ArrayList<>();
    private final LaneMember member = new LaneMember() {
        @Override
        protected void onRun(FrameBatch batch, long nowNanos) {
            happened.add("turn");
        }

        @Override
        protected void onSweep(long nowNanos) {
            happened.add("sweep");
        }
    };
    private boolean full;
    private final StreamLane lane =
            new StreamLane(this::take, ByteBuffer.allocate(1024), ticker, SWEEP, (on, exchange) -> {});

    private void take(Runnable task) {
        if (full) {
            throw new OutOfMemoryError("no room for a task, as the test wants it");
        }
        loop.add(task);
    }

    private void runLoop() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }

    @Test
    void runsAgainAfterRejectedRun() {
        lane.add(member);
        full = true;
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> lane.signal(member))
                .withMessage("no room for a task, as the test wants it");
        full = false;
        lane.signal(member);
        ticker.advance(SWEEP);
        runLoop();
        assertThat(happened).containsExactly("sweep", "turn");
    }

    @ParameterizedTest
    @EnumSource
    void runsOtherMembersWhenOneThrows(Thrown thrown) {
        LaneMember broken = new LaneMember() {
            @Override
            protected void onRun(FrameBatch batch, long nowNanos) {
                throw thrown.now();
            }

            @Override
            protected void onSweep(long nowNanos) {
                throw thrown.now();
            }
        };
        lane.add(member);
        lane.add(broken);
        lane.signal(broken);
        lane.signal(member);
        runLoop();
        ticker.advance(SWEEP);
        runLoop();
        assertThat(happened).containsExactly("turn", "sweep");
        assertThat(coreLog.records())
                .containsExactly(
                        "bug: a run of a stream or topic failed: " + Thrown.MESSAGE,
                        "bug: heartbeat sweep failed: " + Thrown.MESSAGE);
    }

    @Test
    void visitsEachStreamThoughItIsRemoved() {
        HandDrivenLane byHand = new HandDrivenLane(new HandDrivenTicker());
        List<ServerEventStream> streams =
                Stream.generate(() -> byHand.open(new FakeExchange())).limit(40).toList();
        StreamLane on = streams.get(0).lane();
        on.add(member);
        List<ServerEventStream> called = new ArrayList<>();
        on.forEachStream(called::add);
        assertThat(called).containsExactlyInAnyOrderElementsOf(streams);
        called.clear();
        on.forEachStream(stream -> {
            called.add(stream);
            stream.abort(CloseReason.OVERFLOW);
        });
        assertThat(called).containsExactlyInAnyOrderElementsOf(streams);
        called.clear();
        on.forEachStream(called::add);
        assertThat(called).isEmpty();
    }

    @Test
    void passesRequestsOn() {
        List<Object> given = new ArrayList<>();
        StreamLane handing = new StreamLane(
                Runnable::run,
                ByteBuffer.allocate(1024),
                new HandDrivenTicker(),
                Duration.ofSeconds(1),
                (on, exchange) -> given.addAll(List.of(on, exchange)));
        FakeExchange exchange = new FakeExchange();
        handing.onRequest(exchange);
        assertThat(given).containsExactly(handing, exchange);
    }

    @Test
    void sweepsAgainAfterRejectedSweep() {
        lane.add(member);
        full = true;
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> ticker.advance(SWEEP))
                .withMessage("no room for a task, as the test wants it");
        full = false;
        ticker.advance(SWEEP);
        runLoop();
        assertThat(happened).containsExactly("sweep");
    }

    /** A loop that postpones runs to the end of a pass. */
    @Nested
    class AtEndOfPass implements LaneLoop {
        private final Queue<Runnable> end = new ArrayDeque<>();
        private final StreamLane postponed =
                new StreamLane(this, ByteBuffer.allocate(1024), ticker, SWEEP, (on, exchange) -> {});

        @Override
        public void execute(Runnable task) {
            loop.add(task);
        }

        @Override
        public void atEndOfPass(Runnable task) {
            end.add(task);
        }

        private void endPass() {
            runLoop();
            while (!end.isEmpty()) {
                end.remove().run();
            }
        }

        @Test
        void runsBehindAnswers() {
            postponed.signal(member);
            postponed.executeAnswer(() -> happened.add("answer"));
            endPass();

            assertThat(happened).containsExactly("answer", "turn");
        }

        @Test
        void runsBeforeOtherTasks() {
            postponed.signal(member);
            postponed.execute(() -> happened.add("task"));
            postponed.executeAnswer(() -> happened.add("answer"));
            endPass();

            assertThat(happened).containsExactly("turn", "task", "answer");
        }

        @Test
        void submitsTaskAsItIsWithoutRun() {
            Runnable task = () -> happened.add("task");
            postponed.execute(task);

            assertThat(loop).containsExactly(task);
        }

        @Test
        void submitsTaskAsItIsBehindRun() {
            postponed.signal(member);
            endPass();
            Runnable task = () -> happened.add("task");
            postponed.execute(task);

            assertThat(loop).containsExactly(task);
        }

        @Test
        void runsOnceForSignalsOfOnePass() {
            LaneMember other = new LaneMember() {
                @Override
                protected void onRun(FrameBatch batch, long nowNanos) {
                    happened.add("other");
                }

                @Override
                protected void onSweep(long nowNanos) {}
            };
            postponed.signal(member);
            postponed.executeAnswer(() -> postponed.signal(other));
            endPass();

            assertThat(happened).containsExactly("turn", "other");
            assertThat(postponed.counters().statistics().runs()).isEqualTo(1);
        }
    }
}
