package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.Headers;
import sse.api.Snapshot;
import sse.api.SnapshotSource;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.internal.CoreLog;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.stream.ServerEventStream;

/** Snapshots and the events that follow them. The lane and the executor are driven by hand. */
class SnapshotTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String PRELUDE = ":\nretry: 3000\n";

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Executor executor = tasks::add;
    private final List<String> held = new ArrayList<>();
    private int calls;
    private int published;

    private Topic topic = build(builder());

    private Topic.Builder builder() {
        return Topic.builder().history(4, HOUR).ticker(ticker).snapshot(this::take);
    }

    private Topic build(Topic.Builder builder) {
        return builder.build();
    }

    /** Returns the number of the last event, or what the test has prepared. */
    private Snapshot take() {
        calls++;
        String upTo = held.isEmpty() ? "e" + published : held.remove(0);
        return Snapshot.of(Event.of("state", upTo), upTo);
    }

    @Nested
    class OfNewClient {
        @Test
        void precedesExactlyLaterEvents() {
            publish(2);
            FakeExchange exchange = open();
            publish(1);
            runTasks();
            publish(1);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + state(3) + frame(4));
            publish(1);
            lane.run();
            assertThat(exchange.taken()).isEqualTo(frame(5));
        }

        @Test
        void isSharedByThoseWhoWait() {
            publish(2);
            FakeExchange first = open();
            FakeExchange second = open();
            publish(1);
            runTasks();
            FakeExchange third = open();
            runTasks();

            assertThat(calls).isEqualTo(2);
            assertThat(List.of(first.taken(), second.taken(), third.taken())).containsOnly(PRELUDE + state(3));
        }

        @Test
        void isTakenAgainIfItsIdLeftHistory() {
            publish(1);
            held.add("e1");
            FakeExchange exchange = open();
            publish(6);
            runTasks();
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + state(7));
            assertThat(calls).isEqualTo(2);
        }

        @Test
        void isFollowedByGapAfterThreeCalls() {
            publish(7);
            held.addAll(List.of("e1", "e2", "e1"));
            FakeExchange exchange = open();
            runTasks();

            assertThat(calls).isEqualTo(3);
            assertThat(exchange.taken())
                    .isEqualTo(PRELUDE + state(1)
                            + "event: gap\nid: e3\ndata: {\"lost\":null,\"reason\":\"unknown\"}\n\n" + frames(4, 7));
        }

        @Test
        void hasIdInLastEventOnly() {
            topic = build(Topic.builder()
                    .ticker(ticker)
                    .snapshot(() -> Snapshot.of(List.of(Event.of("a"), Event.of("b")), "e1")));
            publish(2);
            FakeExchange exchange = open();
            runTasks();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + "data: a\n\nid: e1\ndata: b\n\n" + frame(2));
        }

        @Test
        void isSentResumePointIfEmpty() {
            topic = build(Topic.builder().ticker(ticker).snapshot(() -> Snapshot.of(List.of(), topic.lastId())));
            publish(1);
            FakeExchange exchange = FakeExchange.ofEventSource();
            open(exchange);
            runTasks();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + "event: resume-point\nid: e1\ndata: \n\n");
        }

        @Test
        void worksWithIdsOfTopic() {
            topic = build(Topic.builder()
                    .ticker(ticker)
                    .snapshot(() -> Snapshot.of(Event.of("state", "" + published), topic.lastId())));
            String before = topic.lastId();
            FakeExchange exchange = open();
            runTasks();
            assertThat(exchange.taken()).isEqualTo(PRELUDE + "event: state\nid: " + before + "\ndata: 0\n\n");

            String id = topic.publish(Event.of("x"));
            lane.run();
            assertThat(exchange.taken()).isEqualTo("id: " + id + "\ndata: x\n\n");
        }
    }

    @Nested
    class OfReturningClient {
        @Test
        void isNotSentIfTheIdIsKnown() {
            publish(3);
            FakeExchange exchange = openAfter("e2");
            runTasks();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + frame(3));
            assertThat(calls).isZero();
        }

        @Test
        void followsGapEventIfTheIdIsGone() {
            publish(7);
            FakeExchange exchange = openAfter("e1");
            runTasks();

            assertThat(exchange.taken())
                    .isEqualTo(PRELUDE + "event: gap\ndata: {\"lost\":null,\"reason\":\"unknown\"}\n\n" + state(7));
        }

        @Test
        void isNotSentIfGapPolicySaysSo() {
            topic = build(builder().gapPolicy(GapPolicy.OLDEST).noGapEvent());
            publish(7);
            FakeExchange exchange = openAfter("e1");
            runTasks();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + frames(4, 7));
        }

        @Test
        void replacesWhatASlowClientLost() {
            publish(1);
            FakeExchange exchange = open();
            runTasks();
            exchange.taken();
            exchange.room = 0;
            for (int i = 0; i < 9; i++) {
                publish(1);
                lane.run();
            }
            exchange.makeRoom(Integer.MAX_VALUE);
            lane.run();
            runTasks();

            assertThat(exchange.taken())
                    .isEqualTo("event: gap\ndata: {\"lost\":5,\"reason\":\"trimmed\"}\n\n" + state(10));
            publish(1);
            lane.run();
            assertThat(exchange.taken()).isEqualTo(frame(11));
        }
    }

    @Nested
    class OfTransformOrSeveralTopics {
        @Test
        void isTransformed() {
            publish(2);
            FakeExchange exchange = new FakeExchange();
            ServerEventStream stream = openStream(exchange);
            topic.subscribe(stream, event -> Optional.of(event.withData("hidden")));
            runTasks();
            publish(1);
            runTasks();

            assertThat(exchange.taken())
                    .isEqualTo(PRELUDE + "event: state\nid: e2\ndata: hidden\n\nid: e3\ndata: hidden\n\n");
        }

        @Test
        void hidesIdsUntilAllAreBehind() {
            Topic other = build(Topic.builder().ticker(ticker));
            publish(2);
            FakeExchange exchange = new FakeExchange();
            Topic.subscribe(openStream(exchange), List.of(topic, other));
            lane.run();
            other.publish(Event.of("early"));
            runTasks();
            assertThat(exchange.taken()).isEqualTo(PRELUDE + "data: early\n\nevent: state\ndata: e2\n\n");

            String id = other.publish(Event.of("late"));
            lane.run();
            assertThat(exchange.taken()).isEqualTo("id: " + id + "\ndata: late\n\n");
        }
    }

    @Nested
    class OfFailingSource {
        @Test
        void failsStreamsThatWait() {
            IOException failure = new IOException("expected by this test");
            topic = build(Topic.builder().ticker(ticker).snapshot(() -> {
                throw failure;
            }));
            FakeExchange exchange = new FakeExchange();
            ServerEventStream stream = openStream(exchange);
            topic.subscribe(stream);
            try (CoreLog log = new CoreLog()) {
                runTasks();
                assertThat(log.records()).containsExactly("snapshot of a topic threw: expected by this test");
            }

            assertThat(stream.closeReason()).contains(CloseReason.FAILED);
            assertThat(exchange.truncated).isTrue();
            assertThat(topic.subscribers()).isZero();
        }

        @Test
        void closesStreamThatItsUserClosed() {
            SnapshotSource source = () -> {
                throw new RejectedExecutionException("expected by this test");
            };
            topic = build(Topic.builder().ticker(ticker).snapshot(source));
            FakeExchange exchange = new FakeExchange();
            ServerEventStream stream = openStream(exchange);
            topic.subscribe(stream);
            lane.run();
            stream.close();
            lane.run();
            assertThat(exchange.finished).isFalse();

            runTasks();
            assertThat(exchange.finished).isTrue();
            assertThat(stream.closeReason()).contains(CloseReason.COMPLETED);
        }
    }

    @Test
    void isSentBeforeTheCloseOfItsUser() {
        publish(2);
        FakeExchange exchange = new FakeExchange();
        ServerEventStream stream = openStream(exchange);
        topic.subscribe(stream);
        stream.close();
        runTasks();

        assertThat(exchange.taken()).isEqualTo(PRELUDE + state(2));
        assertThat(exchange.finished).isTrue();
    }

    @Test
    void isNotAwaitedByClientsThatLeave() {
        publish(1);
        FakeExchange exchange = open();
        exchange.listener().closed();
        runTasks();

        assertThat(exchange.taken()).isEqualTo(PRELUDE);
        assertThat(topic.subscribers()).isZero();
    }

    private ServerEventStream openStream(FakeExchange exchange) {
        ServerEventStream stream = lane.make(exchange, StreamOptions.defaults(), executor);
        stream.open(exchange, HandDrivenLane.HEAD, opened -> {}, () -> {});
        return stream;
    }

    private FakeExchange open() {
        return open(new FakeExchange());
    }

    private FakeExchange open(FakeExchange exchange) {
        topic.subscribe(openStream(exchange));
        lane.run();
        return exchange;
    }

    private FakeExchange openAfter(String id) {
        FakeExchange exchange = new FakeExchange();
        exchange.headers = Headers.of("Last-Event-ID", id);
        return open(exchange);
    }

    private void runTasks() {
        lane.run();
        while (!tasks.isEmpty()) {
            tasks.remove().run();
            lane.run();
        }
    }

    private void publish(int events) {
        for (int i = 0; i < events; i++) {
            published++;
            topic.publish(Event.of("x").withId("e" + published));
        }
    }

    private static String state(int number) {
        return "event: state\nid: e" + number + "\ndata: e" + number + "\n\n";
    }

    private static String frame(int number) {
        return "id: e" + number + "\ndata: x\n\n";
    }

    private static String frames(int from, int to) {
        StringBuilder frames = new StringBuilder();
        IntStream.rangeClosed(from, to).forEach(number -> frames.append(frame(number)));
        return frames.toString();
    }
}
