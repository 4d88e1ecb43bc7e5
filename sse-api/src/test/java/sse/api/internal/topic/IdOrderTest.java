package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.Headers;
import sse.api.IdOrder;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.stream.ServerEventStream;

/** Topics that know how the ids of their events grow: clients that are ahead, and ids that were never published. */
class IdOrderTest {
    private static final String PRELUDE = ":\nretry: 3000\n";
    private static final String UNKNOWN = "{\"lost\":null,\"reason\":\"unknown\"}";
    private static final String TRIMMED = "{\"lost\":null,\"reason\":\"trimmed\"}";

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private Topic topic = numeric().build();

    private Topic.Builder numeric() {
        return Topic.builder().ticker(ticker).history(100, Duration.ofHours(1)).idOrder(IdOrder.NUMERIC);
    }

    @Nested
    class OfClientThatIsAhead {
        @Test
        void isHeldUntilItsNextEvent() {
            publish(1, 103);
            FakeExchange exchange = openAfter("104");
            assertThat(exchange.taken()).isEqualTo(PRELUDE);
            pass(Duration.ofSeconds(20));
            assertThat(exchange.taken()).isEqualTo(":\n");

            publish(104, 105);
            lane.run();
            assertThat(exchange.taken()).isEqualTo(frame(105));
            publish(106, 106);
            lane.run();
            assertThat(exchange.taken()).isEqualTo(frame(106));
        }

        @Test
        void continuesAfterIdThatIsNeverPublished() {
            publish(1, 3);
            FakeExchange exchange = openAfter("4");
            publish(6, 6);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + frame(6));
        }

        @Test
        void receivesGapWhenTimeIsOver() {
            topic = numeric().holdTimeout(Duration.ofSeconds(5)).build();
            publish(1, 3);
            FakeExchange exchange = openAfter("9");
            pass(Duration.ofSeconds(4));
            publish(4, 4);
            lane.run();
            assertThat(exchange.taken()).isEqualTo(PRELUDE);

            pass(Duration.ofSeconds(3));
            assertThat(exchange.taken())
                    .isEqualTo("event: gap\ndata: " + UNKNOWN + "\n\n" + frame(1) + frame(2) + frame(3) + frame(4));
        }

        @Test
        void receivesGapIfTopicBeganLater() {
            FakeExchange exchange = openAfter("9");
            publish(12, 12);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + "event: gap\ndata: " + UNKNOWN + "\n\n" + frame(12));
        }

        @Test
        void resumesIfNothingCanBeMissing() {
            FakeExchange exchange = openAfter("9");
            publish(10, 10);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + frame(10));
        }

        @Test
        void isHeldWithTransform() {
            publish(1, 3);
            FakeExchange exchange = new FakeExchange();
            exchange.headers = Headers.of("Last-Event-ID", "4");
            ServerEventStream stream = lane.open(exchange);
            topic.subscribe(stream, Optional::of);
            lane.run();
            publish(4, 5);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + frame(5));
        }

        @Test
        void endsWithStreamThatCloses() {
            publish(1, 3);
            FakeExchange exchange = new FakeExchange();
            exchange.headers = Headers.of("Last-Event-ID", "4");
            ServerEventStream stream = lane.open(exchange);
            topic.subscribe(stream);
            stream.close();
            lane.run();

            assertThat(exchange.finished).isTrue();
            assertThat(topic.subscribers()).isZero();
        }
    }

    @Nested
    class OfIdInHistory {
        @Test
        void isResumedAfterNextSmallerId() {
            for (int id : List.of(10, 20, 30)) {
                publish(id, id);
            }

            assertThat(openAfter("25").taken()).isEqualTo(PRELUDE + frame(30));
            assertThat(openAfter("020").taken()).isEqualTo(PRELUDE + frame(30));
        }

        @Test
        void isGoneBehindHistory() {
            topic = numeric().history(2, Duration.ofHours(1)).build();
            publish(1, 5);

            assertThat(openAfter("3").taken()).isEqualTo(PRELUDE + frame(4) + frame(5));
            assertThat(openAfter("2").taken())
                    .isEqualTo(PRELUDE + "event: gap\nid: 3\ndata: " + TRIMMED + "\n\n" + frame(4) + frame(5));
        }

        @Test
        void isComparedAsText() {
            topic = Topic.builder()
                    .ticker(ticker)
                    .idOrder(IdOrder.LEXICAL)
                    .gapPolicy(GapPolicy.LIVE)
                    .build();
            List.of("a", "b", "ba").forEach(id -> topic.publish(Event.of("x").withId(id)));

            assertThat(openAfter("a").taken()).isEqualTo(PRELUDE + "id: b\ndata: x\n\nid: ba\ndata: x\n\n");
            assertThat(openAfter("b0").taken()).isEqualTo(PRELUDE + "id: ba\ndata: x\n\n");
        }
    }

    @Nested
    class OfPublisher {
        @ParameterizedTest
        @CsvSource({"7, 7", "7, 6", "10, 9", "7, 07"})
        void refusesIdThatDoesNotGrow(String first, String second) {
            topic.publish(Event.of("x").withId(first));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> topic.publish(Event.of("x").withId(second)))
                    .withMessage(
                            "id must be larger than that of the event before, \"%s\": \"%s\"".formatted(first, second));
            topic.publish(Event.of("x").withId("11"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "-1", "1.5", "1234567890123456789"})
        void refusesIdThatIsNoNumber(String id) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> topic.publish(Event.of("x").withId(id)))
                    .withMessage("event must have an id of the topic's order, NUMERIC: \"" + id + "\"");
        }

        @Test
        void refusesEventWithoutId() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> topic.publish(Event.of("x")))
                    .withMessage("event must have an id of the topic's order, NUMERIC: none");
        }

        @Test
        void publishesAllOrNone() {
            List<Event> events = List.of(
                    Event.of("x").withId("1"),
                    Event.of("x").withId("3"),
                    Event.of("x").withId("2"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> topic.publishAll(events))
                    .withMessage("id must be larger than that of the event before, \"3\": \"2\"");
            assertThat(topic.statistics().retainedEvents()).isZero();
            topic.publish(Event.of("x").withId("1"));
        }
    }

    @Test
    void returnsNewestId() {
        publish(1, 2);
        assertThat(topic.lastId()).isEqualTo("2");
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            ticker.advance(Duration.ofSeconds(1));
            lane.run();
        }
    }

    private FakeExchange openAfter(String id) {
        FakeExchange exchange = new FakeExchange();
        exchange.headers = Headers.of("Last-Event-ID", id);
        lane.open(exchange, topic);
        lane.run();
        return exchange;
    }

    private void publish(int from, int to) {
        for (int id = from; id <= to; id++) {
            topic.publish(Event.of("x").withId("" + id));
        }
    }

    private static String frame(int number) {
        return "id: " + number + "\ndata: x\n\n";
    }
}
