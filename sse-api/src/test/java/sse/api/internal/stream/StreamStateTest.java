package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.LaneStatistics;
import sse.api.OverflowPolicy;
import sse.api.SendResult;
import sse.api.StreamOptions;
import sse.api.internal.FakeExchange;
import sse.api.internal.FlightRecording;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;

/** What a stream says of itself, and at which second it beats or gives up. */
class StreamStateTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final StreamOptions SMALL = StreamOptions.builder()
            .sendQueueBytes(1024)
            .overflowPolicy(OverflowPolicy.DROP_NEWEST)
            .build();

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = new FakeExchange();

    @Test
    void countsPendingAndDropped() {
        ServerEventStream stream = lane.open(exchange, SMALL);
        lane.run();
        exchange.room = 0;
        assertThat(stream.isWritable()).isTrue();
        stream.send("x".repeat(440));
        assertThat(stream.pendingBytes()).as("448 bytes, and 64").isEqualTo(512);
        assertThat(stream.isWritable()).as("half of the limit").isTrue();
        stream.send("x");
        assertThat(stream.pendingBytes()).isEqualTo(585);
        assertThat(stream.isWritable()).isFalse();
        assertThat(stream.send("x".repeat(504))).isEqualTo(SendResult.DROPPED);
        assertThat(stream.droppedEvents()).isEqualTo(1);
        lane.run();
        assertThat(statistics(stream))
                .isEqualTo(LaneStatistics.builder()
                        .runs(2)
                        .queueDelay(Duration.ZERO)
                        .busy(Duration.ZERO)
                        .sentEvents(0)
                        .droppedEvents(1)
                        .sentBytes(14)
                        .build());
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(statistics(stream))
                .isEqualTo(LaneStatistics.builder()
                        .runs(3)
                        .queueDelay(Duration.ZERO)
                        .busy(Duration.ZERO)
                        .sentEvents(2)
                        .droppedEvents(1)
                        .sentBytes(14 + 448 + 9)
                        .build());
    }

    @Test
    void sendsWithATimeoutAtOnceWhereThereIsRoom() throws Exception {
        ServerEventStream stream = quiet(StreamOptions.defaults());
        assertThat(stream.send(Event.of("x"), Duration.ZERO)).isEqualTo(SendResult.ACCEPTED);
        lane.run();
        assertThat(exchange.taken()).isEqualTo("data: x\n\n");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, must be positive", "PT-0.000000001S, must be positive", "PT876000H1S, must be at most 36500 days"
    })
    void ticksInNoPeriodOutOfRange(Duration period, String rule) {
        ServerEventStream stream = quiet(StreamOptions.defaults());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.every(period, () -> Event.of("x")))
                .withMessage("period " + rule + ": " + period);
    }

    @Test
    void sendsWhatAPublisherBrings() {
        ServerEventStream stream = quiet(StreamOptions.defaults());
        try (SubmissionPublisher<Event> publisher = new SubmissionPublisher<>(Runnable::run, 1)) {
            stream.sendAll(publisher);
            publisher.submit(Event.of("x"));
            lane.run();
            assertThat(exchange.taken()).isEqualTo("data: x\n\n");
        }
    }

    @Test
    void takesOnePublisherAtATime() {
        List<String> calls = new ArrayList<>();
        quiet(StreamOptions.defaults()).sendAll(subscriber -> {
            subscriber.onSubscribe(new Subscription("first", calls));
            subscriber.onSubscribe(new Subscription("second", calls));
        });
        assertThat(calls).containsExactly("first asked for 1", "second cancelled");
    }

    private record Subscription(String name, List<String> calls) implements Flow.Subscription {
        @Override
        public void request(long n) {
            calls.add(name + " asked for " + n);
        }

        @Override
        public void cancel() {
            calls.add(name + " cancelled");
        }
    }

    @Test
    void beginsNothingAfterItsEnd() {
        ServerEventStream stream = quiet(StreamOptions.defaults());
        stream.abort(CloseReason.CLIENT_GONE);
        stream.every(SECOND, () -> Event.of("tick"));
        List<String> ran = new ArrayList<>();
        stream.onWritable(() -> ran.add("onWritable"));
        lane.run();
        assertThat(ran).isEmpty();
        assertThat(ticker.tasks()).isZero();
        assertThat(stream.isWritable()).isFalse();
    }

    @Test
    void releasesBlockedSendWhenClosed() throws Exception {
        ServerEventStream stream = quiet(SMALL);
        exchange.room = 0;
        stream.send("x".repeat(900));
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        Thread sender = new Thread(() -> {
            try {
                result.complete(stream.send(Event.of("x".repeat(900)), Duration.ofMinutes(1)));
            } catch (InterruptedException interrupted) {
                result.completeExceptionally(interrupted);
            }
        });
        sender.setDaemon(true);
        sender.start();
        long start = System.nanoTime();
        while (sender.getState() != Thread.State.TIMED_WAITING) {
            assertThat(sender.getState()).isNotEqualTo(Thread.State.TERMINATED);
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
            Thread.onSpinWait();
        }
        stream.abort(CloseReason.CLIENT_GONE);
        assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void leavesLaneIfNotOpened() {
        exchange.opensNothing = true;
        ServerEventStream stream = lane.make(exchange, StreamOptions.defaults(), Runnable::run);
        assertThatIllegalStateException()
                .isThrownBy(() -> stream.openAndClose(exchange, HandDrivenLane.HEAD, SECOND))
                .withMessage("expected by this test");
        List<ServerEventStream> onLane = new ArrayList<>();
        stream.lane().forEachStream(onLane::add);
        assertThat(onLane).isEmpty();
        assertThat(ticker.tasks()).isZero();
    }

    @Test
    void opensToSendReconnectionTime() {
        List<Runnable> userCode = new ArrayList<>();
        ServerEventStream stream = lane.make(exchange, StreamOptions.defaults(), userCode::add);
        stream.openAndClose(exchange, HandDrivenLane.HEAD, SECOND);
        lane.run();
        assertThat(userCode).isEmpty();
        assertThat(exchange.taken()).isEqualTo("retry: 1000\n");
        assertThat(exchange.finished).isTrue();
        assertThat(stream.isClosed()).isTrue();
        assertThat(stream.closeReason()).contains(CloseReason.SHUTDOWN);
    }

    @Test
    void recordsStreamForFlightRecorder() throws Exception {
        List<RecordedEvent> events = FlightRecording.of("sse.Stream", () -> {
            ServerEventStream stream = quiet(SMALL);
            exchange.room = 0;
            stream.send("x".repeat(900));
            stream.send("x".repeat(900));
            stream.abort(CloseReason.TIMED_OUT);
        });
        assertThat(events).hasSize(1);
        assertThat(events.get(0).getString("closeReason")).isEqualTo("TIMED_OUT");
        assertThat(events.get(0).getLong("droppedEvents")).isEqualTo(1);
    }

    @Test
    void recordsRunsOfLane() throws Exception {
        ServerEventStream stream = quiet(StreamOptions.defaults());
        ServerEventStream other = lane.open(new FakeExchange());
        lane.run();
        List<RecordedEvent> runs = FlightRecording.of("sse.LaneRun", () -> {
            stream.send("x");
            other.send("x");
            ticker.advance(Duration.ofMillis(5));
            lane.run();
        });
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).getInt("members")).isEqualTo(2);
        assertThat(runs.get(0).getDuration("queueDelay")).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void sendsHeartbeatAtThreeQuartersOfPeriod() {
        FakeExchange second = new FakeExchange();
        StreamOptions options =
                StreamOptions.builder().heartbeat(Duration.ofSeconds(16)).build();
        quiet(options);
        lane.open(second, options);
        lane.run();
        second.taken();
        // The second one at 12 s and 158/256 of the 2 s that they are spread over.
        for (int now = 1; now <= 15; now++) {
            ticker.advance(SECOND);
            lane.run();
            assertThat(exchange.taken()).as("after %d s", now).isEqualTo(now == 12 ? ":\n" : "");
            assertThat(second.taken()).as("after %d s", now).isEqualTo(now == 14 ? ":\n" : "");
        }
    }

    @Test
    void sendsNoHeartbeatIfTurnedOff() {
        quiet(StreamOptions.builder().noHeartbeat().build());
        ticker.advance(Duration.ofDays(1));
        lane.run();
        assertThat(exchange.taken()).isEmpty();
    }

    @Test
    void abortsAtWriteTimeout() {
        ServerEventStream stream = quiet(
                StreamOptions.builder().writeTimeout(Duration.ofSeconds(7)).build());
        exchange.room = 0;
        stream.send("x");
        lane.run();
        for (int now = 1; now <= 7; now++) {
            assertThat(stream.isOpen()).isTrue();
            ticker.advance(SECOND);
            lane.run();
        }
        assertThat(stream.closeReason()).contains(CloseReason.TIMED_OUT);
        assertThat(exchange.aborted).isTrue();
        assertThat(ticker.tasks()).as("no member on the lane").isZero();
    }

    private ServerEventStream quiet(StreamOptions options) {
        ServerEventStream stream = lane.open(exchange, options);
        lane.run();
        exchange.taken();
        return stream;
    }

    private static LaneStatistics statistics(ServerEventStream stream) {
        return stream.lane().counters().statistics();
    }
}
