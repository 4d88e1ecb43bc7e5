package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.stream.ServerEventStream;

/** What subscribers are sent beside events: that they are live, and that the topic has ended. */
class TopicSignsTest {
    private static final String PRELUDE = ":\nretry: 3000\n";
    private static final String LIVE = "event: live\ndata: \n\n";
    private static final String ENDED = "event: ended\ndata: \n\n";

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = new FakeExchange();

    private Topic.Builder builder() {
        return Topic.builder()
                .ticker(ticker)
                .history(100, Duration.ofHours(1))
                .caughtUpEvent(Event.of("live", ""))
                .endedEvent(Event.of("ended", ""));
    }

    @Nested
    class CaughtUp {
        @Test
        void followsReplayOnce() {
            Topic topic = builder().build();
            publish(topic, 1, 3);
            exchange.headers = Headers.of("Last-Event-ID", "e1");
            lane.open(exchange, topic);
            lane.run();
            publish(topic, 4, 4);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + frame(2) + frame(3) + LIVE + frame(4));
        }

        @Test
        void isSentToNewClientAtOnce() {
            Topic topic = builder().build();
            lane.open(exchange, topic);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + LIVE);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void followsReplayOfSeveralTopics(boolean hasTransform) {
            Topic topic = builder().replayOnSubscribe(5).build();
            Topic other = Topic.builder().ticker(ticker).build();
            publish(topic, 1, 2);
            ServerEventStream stream = lane.open(exchange);
            if (hasTransform) {
                Topic.subscribe(stream, List.of(topic, other), Optional::of);
            } else {
                Topic.subscribe(stream, List.of(topic, other));
            }
            lane.run();
            publish(topic, 3, 3);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + frame(1) + frame(2) + LIVE + frame(3));
        }

        @Test
        void mustHaveNoId() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> Topic.builder().caughtUpEvent(Event.of("x").withId("1")))
                    .withMessage("caught-up event must not have an id: Event[id=\"1\", data=\"x\"]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Topic.builder().endedEvent(Event.of("x").withId("1")))
                    .withMessage("ended event must not have an id: Event[id=\"1\", data=\"x\"]");
        }
    }

    @Nested
    class Ended {
        @Test
        void followsWhatWasPublished() {
            Topic topic = builder().build();
            ServerEventStream stream = lane.open(exchange);
            topic.subscribe(stream);
            lane.run();
            publish(topic, 1, 2);
            topic.close();
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + LIVE + frame(1) + frame(2) + ENDED);
            assertThat(stream.isOpen()).isTrue();
            assertThat(topic.subscribers()).isZero();
        }

        @Test
        void reachesSlowSubscriberLast() {
            Topic topic = builder().build();
            lane.open(exchange, topic);
            lane.run();
            exchange.taken();
            exchange.room = 0;
            for (int i = 1; i <= 3; i++) {
                publish(topic, i, i);
                lane.run();
            }
            topic.close();
            lane.run();
            exchange.makeRoom(Integer.MAX_VALUE);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(frame(1) + frame(2) + frame(3) + ENDED);
            assertThat(topic.subscribers()).isZero();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void followsEventsOfSeveralTopics(boolean hasTransform) {
            Topic topic = builder().closeStreams().build();
            Topic other = Topic.builder().ticker(ticker).build();
            ServerEventStream stream = lane.open(exchange);
            if (hasTransform) {
                Topic.subscribe(stream, List.of(topic, other), Optional::of);
            } else {
                Topic.subscribe(stream, List.of(topic, other));
            }
            lane.run();
            exchange.taken();
            publish(topic, 1, 2);
            topic.close();
            lane.run();
            publish(other, 3, 3);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(frame(1) + frame(2) + ENDED + frame(3));
            assertThat(stream.isOpen()).isTrue();
        }

        @Test
        void precedesEndOfStream() {
            Topic topic = builder().closeStreams().build();
            ServerEventStream stream = lane.open(exchange);
            topic.subscribe(stream);
            lane.run();
            publish(topic, 1, 1);
            topic.close();
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + LIVE + frame(1) + ENDED);
            assertThat(stream.closeReason()).contains(CloseReason.COMPLETED);
            assertThat(exchange.finished).isTrue();
        }
    }

    @Test
    void sendsResumePointThoughStreamIsClosed() {
        FakeExchange ofEventSource = FakeExchange.ofEventSource();
        Topic topic = Topic.builder().ticker(ticker).build();
        publish(topic, 1, 1);
        ServerEventStream stream = lane.open(ofEventSource);
        topic.subscribe(stream);
        stream.close();
        lane.run();

        assertThat(ofEventSource.taken()).isEqualTo(PRELUDE + "event: resume-point\nid: e1\ndata: \n\n");
        assertThat(ofEventSource.finished).isTrue();
    }

    private static void publish(Topic topic, int from, int to) {
        for (int id = from; id <= to; id++) {
            topic.publish(Event.of("x").withId("e" + id));
        }
    }

    private static String frame(int number) {
        return "id: e" + number + "\ndata: x\n\n";
    }
}
