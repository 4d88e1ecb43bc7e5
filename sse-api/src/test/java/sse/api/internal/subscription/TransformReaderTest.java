package sse.api.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.internal.CoreLog;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.stream.ServerEventStream;

/**
 * What a stream receives through a transform, and when its client receives a resume point. The executor is driven by
 * hand, as the lane is.
 */
class TransformReaderTest {
    private static final String WANTED = "as the test wants it";

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = FakeExchange.ofEventSource();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private Topic topic =
            Topic.builder().history(100, Duration.ofHours(1)).ticker(ticker).build();
    private final ServerEventStream stream = lane.make(exchange, StreamOptions.defaults(), tasks::add);
    private final List<String> seen = new ArrayList<>();
    private int published;

    @Test
    void getsWhatTheViewMakesOfEachEvent() {
        follow(event -> switch (event.data().orElseThrow()) {
            case "0" -> Optional.of(event);
            case "1" -> Optional.empty();
            case "2" -> Optional.of(event.withData("two"));
            default -> Optional.of(Event.of("other").withId("other"));
        });
        publish(4);
        assertThat(exchange.taken()).isEmpty();
        run();
        assertThat(exchange.taken()).isEqualTo("id: e0\ndata: 0\n\nid: e2\ndata: two\n\nid: other\ndata: other\n\n");
    }

    @Test
    void transformsNextBatchWhenLastIsWritten() {
        follow(Optional::of);
        publish(1);
        lane.run();
        publish(90);
        lane.run();
        assertThat(tasks).as("one batch at a time").hasSize(1);
        tasks.remove().run();
        assertThat(seen).containsExactly("e0");
        exchange.room = 0;
        lane.run();
        assertThat(tasks).as("nothing is written").isEmpty();
        exchange.makeRoom(Integer.MAX_VALUE);
        run();
        assertThat(seen).hasSize(91);
    }

    @Test
    void failsItsStreamWhenItThrows() {
        try (CoreLog log = new CoreLog()) {
            follow(event -> {
                throw new IllegalStateException(WANTED);
            });
            publish(2);
            run();
            assertThat(log.records()).containsExactly("transform of /test threw: " + WANTED);
        }
        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(seen).containsExactly("e0");
        assertThat(topic.subscribers()).isZero();
    }

    @Test
    void looksAtNothingMoreWhenItsStreamHasEnded() {
        follow(Optional::of);
        publish(3);
        lane.run();
        exchange.listener().closed();
        run();
        assertThat(seen).isEmpty();
    }

    @Nested
    class WithHiddenEvents {
        @Test
        void sendsResumePointInOlderHalf() {
            follow(event -> Optional.empty());
            publish(6);
            run();
            assertThat(exchange.taken()).as("0 of 6").isEqualTo(resumePoint("e5"));
            sweep();
            assertThat(exchange.taken()).as("once").isEmpty();
            publish(6);
            run();
            assertThat(exchange.taken()).as("6 of 12").isEmpty();
            publish(1);
            run();
            assertThat(exchange.taken()).as("6 of 13").isEqualTo(resumePoint("e12"));
        }

        @Test
        void sendsNoResumePointBehindEvent() {
            follow(event -> event.data().equals(Optional.of("3")) ? Optional.of(event) : Optional.empty());
            publish(4);
            run();
            sweep();
            assertThat(exchange.taken()).isEqualTo("id: e3\ndata: 3\n\n");
        }

        @Test
        void countsFromLastEventSent() {
            follow(event -> event.data().equals(Optional.of("3")) ? Optional.of(event) : Optional.empty());
            publish(4);
            run();
            exchange.taken();
            publish(3);
            run();
            assertThat(exchange.taken()).as("4 of 7").isEmpty();
            publish(1);
            run();
            assertThat(exchange.taken()).as("4 of 8").isEmpty();
            publish(1);
            run();
            assertThat(exchange.taken()).as("4 of 9").isEqualTo(resumePoint("e8"));
        }

        @Test
        void countsFromSubscription() {
            publish(6);
            follow(event -> Optional.empty());
            publish(1);
            run();
            sweep();
            assertThat(exchange.taken()).as("6 of 7").isEmpty();
        }

        @Test
        void countsRetainedEntriesOnly() {
            topic = Topic.builder()
                    .history(10, Duration.ofHours(1))
                    .ticker(ticker)
                    .build();
            follow(event -> Optional.empty());
            for (int last : new int[] {9, 19}) {
                publish(10);
                run();
                assertThat(exchange.taken()).isEqualTo(resumePoint("e" + last));
            }
            publish(5);
            run();
            assertThat(exchange.taken()).as("20 of 15 to 25").isEmpty();
            publish(1);
            run();
            assertThat(exchange.taken()).as("20 of 16 to 26").isEqualTo(resumePoint("e25"));
        }

        @Test
        void sendsResumePointWhenEntriesExpire() {
            publish(6);
            follow(event -> Optional.empty());
            publish(1);
            run();
            assertThat(exchange.taken()).as("6 of 7").isEmpty();
            ticker.advance(Duration.ofHours(2));
            run();
            assertThat(exchange.taken().replaceAll("(?m)^:\n", ""))
                    .as("besides heartbeats")
                    .isEqualTo(resumePoint("e6"));
        }

        @Test
        void waitsForSweepWithoutHistory() {
            topic = Topic.builder().noHistory().ticker(ticker).build();
            follow(event -> Optional.empty());
            publish(2);
            run();
            assertThat(exchange.taken()).isEmpty();
            sweep();
            assertThat(exchange.taken()).isEqualTo(resumePoint("e1"));
        }

        @Test
        void endsInNoGapAtOnce() {
            topic = Topic.builder()
                    .history(8, Duration.ofHours(1))
                    .ticker(ticker)
                    .build();
            follow(event -> event.data().equals(Optional.of("0")) ? Optional.of(event) : Optional.empty());
            for (int i = 0; i < 31; i++) {
                publish(1);
                run();
            }
            String received = exchange.taken();
            String lastId = received.substring(received.lastIndexOf("id: ") + 4, received.lastIndexOf("\ndata"));

            FakeExchange again = FakeExchange.ofEventSource();
            again.headers =
                    again.headers.toBuilder().add("Last-Event-ID", lastId).build();
            topic.subscribe(lane.open(again), event -> Optional.empty());
            lane.run();

            assertThat(received).startsWith("id: e0\ndata: 0\n\n");
            assertThat(again.taken()).as("back with %s", lastId).isEqualTo(":\nretry: 3000\n");
        }

        private String resumePoint(String id) {
            return "event: resume-point\nid: " + id + "\ndata: \n\n";
        }
    }

    @Test
    void transformsEventsPublishedBeforeShutdown() {
        follow(event -> Optional.of(event.withData("seen")));
        publish(2);
        stream.drainAndClose(CloseReason.SHUTDOWN, Optional.of(Event.of("bye")), Optional.empty());
        lane.run();
        publish(1);
        assertThat(stream.isOpen()).isTrue();
        run();
        assertThat(exchange.taken()).isEqualTo("id: e0\ndata: seen\n\nid: e1\ndata: seen\n\ndata: bye\n\n");
        assertThat(stream.closeReason()).contains(CloseReason.SHUTDOWN);
    }

    private void follow(Function<Event, Optional<Event>> view) {
        stream.open(exchange, HandDrivenLane.HEAD, opened -> {}, () -> {});
        topic.subscribe(stream, event -> {
            seen.add(event.id().orElseThrow());
            return view.apply(event);
        });
        run();
        exchange.taken();
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++, published++) {
            topic.publish(Event.of(Integer.toString(published)).withId("e" + published));
        }
    }

    private void sweep() {
        ticker.advance(Duration.ofSeconds(1));
        run();
    }

    /** Runs the lane and the executor until nothing waits. */
    private void run() {
        lane.run();
        while (!tasks.isEmpty()) {
            tasks.remove().run();
            lane.run();
        }
    }
}
