package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sse.api.AttributeKey;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Headers;
import sse.api.LaneStatistics;
import sse.api.OverflowPolicy;
import sse.api.RequestOptions;
import sse.api.SendResult;
import sse.api.StreamHandler;
import sse.api.StreamOptions;
import sse.api.internal.CoreLog;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.executor.BoundedExecutor;
import sse.api.internal.http.ReceivedRequest;
import sse.api.internal.http.RequestTarget;
import sse.api.internal.http.Routes;
import sse.api.internal.wire.FrameBatch;

/** A stream on a lane whose loop and clock are driven by hand. */
class ServerEventStreamTest {
    private static final String PRELUDE = ":\nretry: 3000\n";
    private static final String HEARTBEAT = ":\n";

    @RegisterExtension
    final CoreLog coreLog = new CoreLog();

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final ByteBuffer scratch = ByteBuffer.allocate(1024);
    private final StreamLane lane =
            new StreamLane(loop::add, scratch, ticker, Duration.ofSeconds(1), (on, exchange) -> {});
    private final FakeExchange exchange = new FakeExchange();
    private final List<CloseReason> closes = new ArrayList<>();
    private int gone;

    @AfterEach
    void logsNoBug() {
        assertThat(coreLog.records())
                .filteredOn(message -> message.startsWith("bug: "))
                .isSubsetOf("bug: a transport's write failed: expected by this test");
    }

    @Test
    void sendsThePreludeFirstAndAtOnce() {
        ServerEventStream stream = open(StreamOptions.defaults(), opened -> opened.send("a"));
        runLoop();
        assertThat(exchange.taken()).isEqualTo(PRELUDE + "data: a\n\n");
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void sendsNoRetryIfTurnedOff() {
        open(StreamOptions.builder().noRetry().build(), opened -> {});
        runLoop();
        assertThat(exchange.taken()).isEqualTo(":\n");
    }

    @Test
    void wakesItsLaneOnceHoweverMuchIsSent() {
        ServerEventStream stream = openQuiet();
        for (int i = 0; i < 50; i++) {
            stream.send("x");
        }
        assertThat(loop).hasSize(1);
        int before = exchange.writes;
        runLoop();
        assertThat(exchange.writes - before).as("one write for all").isEqualTo(1);
        assertThat(exchange.taken()).isEqualTo("data: x\n\n".repeat(50));
    }

    @Test
    void givesOtherStreamsATurnBetweenTwoBuffers() {
        ServerEventStream stream = openQuiet();
        FakeExchange otherExchange = new FakeExchange();
        ServerEventStream other = open(StreamOptions.defaults(), opened -> {}, otherExchange);
        runLoop();
        otherExchange.taken();
        for (int i = 0; i < 200; i++) {
            stream.send("0123456789");
        }
        other.send("me too");
        runOnce();
        assertThat(exchange.taken()).hasSize(1024);
        assertThat(otherExchange.taken()).isEqualTo("data: me too\n\n");
        runLoop();
        assertThat(exchange.taken()).hasSize(200 * 18 - 1024);
    }

    @Test
    void finishesCutFrameFirst() {
        ServerEventStream stream = open(
                StreamOptions.builder()
                        .overflowPolicy(OverflowPolicy.DROP_OLDEST)
                        .build(),
                opened -> {});
        runLoop();
        exchange.taken();
        exchange.room = 3;
        stream.send("abc");
        runLoop();
        assertThat(exchange.taken()).isEqualTo("dat");
        stream.send("def");
        runLoop();
        assertThat(exchange.taken())
                .as("nothing is written while the connection is full")
                .isEmpty();
        exchange.makeRoom(100);
        runLoop();
        assertThat(exchange.taken()).isEqualTo("a: abc\n\ndata: def\n\n");
    }

    /** The producer is faster than the lane, and nothing is wrong with the client. */
    @Test
    void writesAcceptedEventsOnOverflow() {
        ServerEventStream stream =
                open(StreamOptions.builder().sendQueueBytes(1024).build(), opened -> {});
        runLoop();
        exchange.taken();
        assertThat(stream.send("x".repeat(900))).isEqualTo(SendResult.ACCEPTED);
        assertThat(stream.send("y".repeat(900))).isEqualTo(SendResult.CLOSED);
        runLoop();
        assertThat(exchange.taken()).isEqualTo("data: " + "x".repeat(900) + "\n\n");
        assertThat(exchange.truncated).isTrue();
        assertThat(exchange.aborted).isFalse();
        assertThat(closes).containsExactly(CloseReason.OVERFLOW);
    }

    @Test
    void abortsOnOverflow() {
        ServerEventStream stream =
                open(StreamOptions.builder().sendQueueBytes(1024).build(), opened -> {});
        runLoop();
        exchange.room = 0;
        assertThat(stream.send("x".repeat(900))).isEqualTo(SendResult.ACCEPTED);
        runLoop();
        assertThat(stream.send("y".repeat(900))).isEqualTo(SendResult.CLOSED);
        assertThat(stream.isOpen()).isFalse();
        runLoop();
        assertThat(exchange.aborted).isTrue();
        assertThat(closes).containsExactly(CloseReason.OVERFLOW);
        assertThat(stream.send("z")).isEqualTo(SendResult.CLOSED);
        assertThat(stream.pendingBytes()).isZero();
    }

    @Test
    void deliversWhatWasAcceptedBeforeClosing() {
        ServerEventStream stream = openQuiet();
        stream.send("last");
        stream.close();
        assertThat(stream.send("too late")).isEqualTo(SendResult.CLOSED);
        assertThat(closes).isEmpty();
        runLoop();
        assertThat(exchange.taken()).isEqualTo("data: last\n\n");
        assertThat(exchange.finished).isTrue();
        assertThat(closes).containsExactly(CloseReason.COMPLETED);
        assertThat(gone).isZero();
        exchange.listener().closed();
        runLoop();
        assertThat(gone).isEqualTo(1);
        assertThat(closes).as("once").containsExactly(CloseReason.COMPLETED);
    }

    @Test
    void closesWithTheFirstReason() {
        ServerEventStream stream = openQuiet();
        stream.close();
        exchange.listener().closed();
        runLoop();
        assertThat(closes).containsExactly(CloseReason.COMPLETED);
        assertThat(stream.closeReason()).contains(CloseReason.COMPLETED);
    }

    @Test
    void noticesDisconnect() {
        ServerEventStream stream = openQuiet();
        stream.every(Duration.ofSeconds(2), () -> Event.of("tick"));
        assertThat(ticker.tasks()).isEqualTo(2);
        exchange.listener().closed();
        assertThat(ticker.tasks())
                .as("the stream's ticker and the lane's sweep have stopped")
                .isZero();
        runLoop();
        assertThat(closes).containsExactly(CloseReason.CLIENT_GONE);
        assertThat(gone).isEqualTo(1);
    }

    @Test
    void noticesAPeerThatLeftByAFailingWrite() {
        ServerEventStream stream = openQuiet();
        exchange.writesUntilPeerIsGone = 0;
        stream.send("x");
        runLoop();
        assertThat(exchange.aborted).isTrue();
        assertThat(closes).containsExactly(CloseReason.CLIENT_GONE);
    }

    @Test
    void failsOnlyTheStreamWhoseTransportIsBroken() {
        FakeExchange otherExchange = new FakeExchange();
        ServerEventStream stream = openQuiet();
        ServerEventStream other = open(StreamOptions.defaults(), opened -> {}, otherExchange);
        runLoop();
        otherExchange.taken();
        exchange.broken = true;
        stream.send("x");
        other.send("y");
        runLoop();
        assertThat(closes).containsExactly(CloseReason.FAILED);
        assertThat(exchange.aborted).isTrue();
        assertThat(otherExchange.taken()).isEqualTo("data: y\n\n");
    }

    @Test
    void runsALateOnCloseToo() {
        ServerEventStream stream = openQuiet();
        stream.close();
        runLoop();
        List<CloseReason> late = new ArrayList<>();
        stream.onClose(late::add);
        runLoop();
        assertThat(late).containsExactly(CloseReason.COMPLETED);
    }

    @Test
    void runsEveryOnCloseThoughOneThrows() {
        ServerEventStream stream = openQuiet();
        stream.onClose(reason -> {
            throw new IllegalStateException("expected by this test");
        });
        List<CloseReason> second = new ArrayList<>();
        stream.onClose(second::add);
        stream.close();
        runLoop();
        assertThat(second).containsExactly(CloseReason.COMPLETED);
    }

    @Test
    void failsOnlyTheStreamWhoseHandlerThrows() {
        open(StreamOptions.defaults(), opened -> {
            opened.send("before");
            throw new java.io.IOException("expected by this test");
        });
        runLoop();
        assertThat(exchange.taken()).isEqualTo(PRELUDE + "data: before\n\n");
        assertThat(exchange.truncated).isTrue();
        assertThat(closes).containsExactly(CloseReason.FAILED);
    }

    @Test
    void failsWhenTickSupplierThrows() {
        ServerEventStream stream = openQuiet();
        int[] count = {0};
        stream.every(Duration.ofSeconds(2), () -> {
            if (++count[0] == 3) {
                throw new IllegalStateException("expected by this test");
            }
            return Event.of("tick " + count[0]);
        });
        advance(Duration.ofSeconds(2));
        assertThat(exchange.taken()).isEqualTo("data: tick 1\n\n");
        advance(Duration.ofSeconds(2));
        assertThat(exchange.taken()).isEqualTo("data: tick 2\n\n");
        advance(Duration.ofSeconds(2));
        assertThat(closes).containsExactly(CloseReason.FAILED);
        assertThat(ticker.tasks()).isZero();
    }

    @Test
    void skipsTickWhileSupplierRuns() {
        ServerEventStream stream = openQuiet();
        int[] count = {0};
        stream.every(Duration.ofSeconds(1), () -> Event.of("tick " + ++count[0]));
        ticker.advance(Duration.ofSeconds(1));
        ticker.advance(Duration.ofSeconds(1));
        runLoop();
        assertThat(exchange.taken()).isEqualTo("data: tick 1\n\n");
    }

    @Test
    void closesBehindLastEventOfSupplier() {
        ServerEventStream stream = openQuiet();
        int[] count = {0};
        stream.every(Duration.ofSeconds(1), () -> {
            count[0]++;
            if (count[0] == 2) {
                stream.close();
            }
            return Event.of("tick " + count[0]);
        });
        for (int i = 0; i < 3; i++) {
            ticker.advance(Duration.ofSeconds(1));
            runLoop();
        }
        assertThat(exchange.taken()).isEqualTo("data: tick 1\n\ndata: tick 2\n\n");
        assertThat(exchange.finished).isTrue();
        assertThat(closes).containsExactly(CloseReason.COMPLETED);
        assertThat(count[0]).isEqualTo(2);
    }

    @Test
    void sendsHeartbeatAfterSilence() {
        openQuiet();
        advance(Duration.ofSeconds(11));
        assertThat(exchange.taken()).isEmpty();
        advance(Duration.ofSeconds(4));
        assertThat(exchange.taken()).isEqualTo(HEARTBEAT);
        advance(Duration.ofSeconds(15));
        assertThat(exchange.taken()).isEqualTo(HEARTBEAT);
    }

    @Test
    void sendsHeartbeatsEarlierIfPeerIsSilent() {
        List<FakeExchange> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            FakeExchange each = new FakeExchange();
            each.noticesPeerEnd = false;
            all.add(each);
            open(StreamOptions.defaults(), opened -> {}, each);
        }
        runLoop();
        advance(Duration.ofSeconds(3));
        assertThat(all).allMatch(each -> each.writes == 1);
        all.forEach(each -> each.writesUntilPeerIsGone = 1);
        advance(Duration.ofSeconds(15));
        assertThat(all).allMatch(each -> each.aborted);
    }

    @Test
    void doesNotBeatWhileEventsFlow() {
        ServerEventStream stream = openQuiet();
        for (int i = 0; i < 10; i++) {
            stream.send("x");
            advance(Duration.ofSeconds(10));
        }
        assertThat(exchange.taken()).isEqualTo("data: x\n\n".repeat(10));
    }

    @Test
    void spreadsHeartbeatsOfStreams() {
        List<FakeExchange> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            FakeExchange each = new FakeExchange();
            all.add(each);
            open(StreamOptions.builder().heartbeat(Duration.ofSeconds(80)).build(), opened -> {}, each);
        }
        runLoop();
        all.forEach(FakeExchange::taken);
        int most = 0;
        int sum = 0;
        for (int second = 1; second <= 80; second++) {
            advance(Duration.ofSeconds(1));
            int beats = (int)
                    all.stream().filter(each -> each.taken().equals(HEARTBEAT)).count();
            most = Math.max(most, beats);
            sum += beats;
        }
        assertThat(sum).isEqualTo(64);
        assertThat(most).as("64 in ten seconds").isEqualTo(7);
    }

    @Test
    void abortsAfterWriteTimeout() {
        ServerEventStream stream = openQuiet();
        exchange.room = 0;
        stream.send("x");
        advance(Duration.ofSeconds(29));
        assertThat(exchange.aborted).isFalse();
        advance(Duration.ofSeconds(2));
        assertThat(exchange.aborted).isTrue();
        assertThat(closes).containsExactly(CloseReason.TIMED_OUT);
    }

    @Test
    void keepsAPeerThatTakesALittleNowAndThen() {
        ServerEventStream stream = openQuiet();
        exchange.room = 0;
        stream.send("x".repeat(30));
        runLoop();
        for (int i = 0; i < 10; i++) {
            advance(Duration.ofSeconds(20));
            exchange.makeRoom(1);
            runLoop();
        }
        assertThat(stream.isOpen()).isTrue();
        assertThat(exchange.taken()).isEqualTo("data: xxxx");
    }

    /** As a kernel that has a little room, and reports it only when it has much. */
    @Test
    void keepsPeerWhoseRoomIsNotReported() {
        ServerEventStream stream = openQuiet();
        exchange.room = 0;
        stream.send("x".repeat(30));
        runLoop();
        for (int i = 0; i < 10; i++) {
            exchange.room = 1;
            advance(Duration.ofSeconds(20));
        }
        assertThat(stream.isOpen()).isTrue();
        assertThat(exchange.taken()).isEqualTo("data: xxxx");
        advance(Duration.ofSeconds(31));
        assertThat(closes).containsExactly(CloseReason.TIMED_OUT);
    }

    @Test
    void keepsPeerThatSeemsToReceive() {
        ServerEventStream stream = openQuiet();
        exchange.room = 0;
        stream.send("x");
        exchange.stalled = false;
        for (int i = 0; i < 10; i++) {
            advance(Duration.ofSeconds(20));
        }
        assertThat(stream.isOpen()).isTrue();
        exchange.stalled = true;
        advance(Duration.ofSeconds(31));
        assertThat(closes).containsExactly(CloseReason.TIMED_OUT);
    }

    @Test
    void keepsPeerOfAProcessThatWasStopped() {
        ServerEventStream stream = openQuiet();
        exchange.room = 0;
        stream.send("x");
        advance(Duration.ofSeconds(10));
        ticker.jump(Duration.ofDays(1));
        advance(Duration.ofSeconds(3));
        assertThat(stream.isOpen()).isTrue();
        exchange.makeRoom(100);
        runLoop();
        assertThat(exchange.taken()).isEqualTo("data: x\n\n");
    }

    @Test
    void abortsDrainingStreamAfterWriteTimeout() {
        ServerEventStream stream = openQuiet();
        exchange.room = 0;
        stream.send("x");
        stream.close();
        advance(Duration.ofSeconds(31));
        assertThat(exchange.aborted).isTrue();
        assertThat(closes).containsExactly(CloseReason.COMPLETED);
    }

    @Test
    void tellsOnceWhenItIsWritable() {
        ServerEventStream stream =
                open(StreamOptions.builder().sendQueueBytes(1024).build(), opened -> {});
        runLoop();
        exchange.taken();
        exchange.room = 0;
        stream.send("x".repeat(800));
        runLoop();
        List<String> told = new ArrayList<>();
        stream.onWritable(() -> told.add("writable"));
        assertThat(stream.isWritable()).isFalse();
        exchange.makeRoom(808);
        runLoop();
        assertThat(told).containsExactly("writable");
        stream.onWritable(() -> told.add("at once"));
        runLoop();
        assertThat(told).containsExactly("writable", "at once");
    }

    @Test
    void givesUpABlockedSendAfterItsTimeout() throws Exception {
        ServerEventStream stream = openFull();
        assertThat(stream.send(Event.of("y".repeat(900)), Duration.ofMillis(1))).isEqualTo(SendResult.DROPPED);
        assertThat(stream.droppedEvents()).isZero();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> stream.send(Event.of("y".repeat(900)), Duration.ofDays(1)));
        stream.close();
        assertThat(stream.send(Event.of("y"), Duration.ofDays(1))).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void requestsOneEventAtATimeAndOnlyWithRoom() {
        ServerEventStream stream = openFull();
        Source source = new Source();
        stream.sendAll(source);
        assertThat(source.requested).isEqualTo(1);
        source.emit(Event.of("y".repeat(900)));
        assertThat(source.requested).as("the outbox is full").isEqualTo(1);
        exchange.makeRoom(Integer.MAX_VALUE);
        runLoop();
        assertThat(source.requested).isEqualTo(2);
        source.emit(Event.of("z"));
        source.complete();
        runLoop();
        assertThat(exchange.taken())
                .isEqualTo("data: " + "x".repeat(900) + "\n\ndata: " + "y".repeat(900) + "\n\ndata: z\n\n");
        assertThat(closes).containsExactly(CloseReason.COMPLETED);
        assertThat(source.cancelled).isTrue();
    }

    @Test
    void completesAfterTheEventThatStillWaits() {
        ServerEventStream stream = openFull();
        Source source = new Source();
        stream.sendAll(source);
        source.emit(Event.of("y".repeat(900)));
        source.complete();
        runLoop();
        assertThat(stream.isOpen()).isTrue();
        exchange.makeRoom(Integer.MAX_VALUE);
        runLoop();
        assertThat(exchange.taken()).isEqualTo("data: " + "x".repeat(900) + "\n\ndata: " + "y".repeat(900) + "\n\n");
        assertThat(closes).containsExactly(CloseReason.COMPLETED);
    }

    @Test
    void cancelsThePublisherWhenTheClientLeaves() {
        ServerEventStream stream = openQuiet();
        Source source = new Source();
        stream.sendAll(source);
        exchange.listener().closed();
        runLoop();
        assertThat(source.cancelled).isTrue();
        assertThat(closes).containsExactly(CloseReason.CLIENT_GONE);
    }

    @Test
    void failsWhenThePublisherFails() {
        ServerEventStream stream = openQuiet();
        Source source = new Source();
        stream.sendAll(source);
        source.fail(new IllegalStateException("expected by this test"));
        runLoop();
        assertThat(closes).containsExactly(CloseReason.FAILED);
    }

    @Test
    void carriesAttributes() {
        ServerEventStream stream = openQuiet();
        AttributeKey<String> user = AttributeKey.of("user", String.class);
        assertThat(stream.attribute(user)).isEmpty();
        stream.setAttribute(user, "ada");
        stream.setAttribute(user, "eve");
        assertThat(stream.attribute(AttributeKey.of("user", String.class))).contains("eve");
        assertThat(stream.attribute(AttributeKey.of("user", Integer.class))).isEmpty();
    }

    @Test
    void endsWithLastFramesOnShutdown() {
        ServerEventStream stream = openQuiet();
        stream.send("event");
        stream.drainAndClose(CloseReason.SHUTDOWN, Optional.of(Event.of("bye")), Optional.of(Duration.ofSeconds(1)));
        runLoop();
        assertThat(exchange.taken()).isEqualTo("data: event\n\nretry: 1000\ndata: bye\n\n");
        assertThat(closes).containsExactly(CloseReason.SHUTDOWN);
    }

    @Test
    void sweepsOnWhenMembersRemoveOthers() {
        ServerEventStream first = openQuiet();
        ServerEventStream second = open(StreamOptions.defaults(), opened -> {}, new FakeExchange());
        List<String> swept = new ArrayList<>();
        lane.add(new LaneMember() {
            @Override
            protected void onRun(FrameBatch batch, long nowNanos) {}

            @Override
            protected void onSweep(long nowNanos) {
                swept.add("swept");
                first.abort(CloseReason.OVERFLOW);
                second.abort(CloseReason.OVERFLOW);
            }
        });
        advance(Duration.ofSeconds(2));
        assertThat(swept)
                .as("moved to the first place, it is visited there again in the same sweep")
                .hasSize(3);
        assertThat(closes).containsExactly(CloseReason.OVERFLOW, CloseReason.OVERFLOW);
    }

    @Test
    void measuresQueueDelayAndRunTime() {
        LaneMember slow = new LaneMember() {
            @Override
            protected void onRun(FrameBatch batch, long nowNanos) {
                ticker.advance(Duration.ofMillis(20));
            }

            @Override
            protected void onSweep(long nowNanos) {}
        };
        lane.signal(slow);
        ticker.advance(Duration.ofMillis(300));
        lane.signal(slow);
        runLoop();
        lane.signal(slow);
        runLoop();

        assertThat(lane.counters().statistics())
                .isEqualTo(LaneStatistics.builder()
                        .runs(2)
                        .queueDelay(Duration.ofMillis(300))
                        .busy(Duration.ofMillis(40))
                        .sentEvents(0)
                        .droppedEvents(0)
                        .sentBytes(0)
                        .build());
    }

    @Test
    void releasesBlockedSendOnClose() throws Exception {
        ServerEventStream stream = openFull();
        List<String> ran = new ArrayList<>();
        stream.onWritable(() -> ran.add("writable"));
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        Thread sender = new Thread(() -> {
            try {
                result.complete(stream.send(Event.of("x".repeat(200)), Duration.ofHours(1)));
            } catch (InterruptedException interrupted) {
                result.completeExceptionally(interrupted);
            }
        });
        sender.start();
        while (sender.getState() != Thread.State.TIMED_WAITING) {
            assertThat(sender.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.onSpinWait();
        }
        stream.close();
        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(SendResult.CLOSED);
        exchange.makeRoom(Integer.MAX_VALUE);
        runLoop();
        assertThat(ran).isEmpty();
        assertThat(exchange.finished).isTrue();
    }

    private ServerEventStream openQuiet() {
        ServerEventStream stream = open(StreamOptions.defaults(), opened -> {});
        runLoop();
        exchange.taken();
        return stream;
    }

    /** Opens a stream whose connection and outbox take nothing more. */
    private ServerEventStream openFull() {
        ServerEventStream stream =
                open(StreamOptions.builder().sendQueueBytes(1024).build(), opened -> {});
        runLoop();
        exchange.taken();
        exchange.room = 0;
        stream.send("x".repeat(900));
        runLoop();
        return stream;
    }

    private ServerEventStream open(StreamOptions options, StreamHandler handler) {
        return open(options, handler, exchange);
    }

    private ServerEventStream open(StreamOptions options, StreamHandler handler, FakeExchange over) {
        StreamContext.Executors executors =
                new StreamContext.Executors(loop::add, loop::add, loop::add, new BoundedExecutor(loop::add, 1));
        StreamContext context = new StreamContext("/test", options, executors, ticker, stream -> gone++);
        Routes routes = new Routes();
        routes.stream("/", RequestOptions.defaults(), options, handler);
        RequestTarget target = RequestTarget.parse("/").orElseThrow();
        ReceivedRequest request = new ReceivedRequest(
                over, target, routes.match(target.segments()).orElseThrow(), Optional.of(options));
        ServerEventStream stream = new ServerEventStream(lane, context, request);
        stream.onClose(closes::add);
        stream.open(over, new StreamHead(200, Headers.empty()), handler, () -> {});
        return stream;
    }

    private void advance(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            ticker.advance(Duration.ofSeconds(1));
            runLoop();
        }
    }

    private void runLoop() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }

    private void runOnce() {
        loop.remove().run();
    }

    /** A publisher that counts what is requested. */
    private static final class Source implements Flow.Publisher<Event>, Flow.Subscription {
        private Flow.Subscriber<? super Event> subscriber;
        long requested;
        boolean cancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super Event> who) {
            subscriber = who;
            who.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            requested += n;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        void emit(Event event) {
            subscriber.onNext(event);
        }

        void complete() {
            subscriber.onComplete();
        }

        void fail(Throwable failure) {
            subscriber.onError(failure);
        }
    }
}
