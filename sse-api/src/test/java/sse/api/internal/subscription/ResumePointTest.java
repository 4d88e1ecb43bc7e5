package sse.api.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.Headers;
import sse.api.ResumePointPolicy;
import sse.api.StreamOptions;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.history.Sequence;
import sse.api.internal.stream.ServerEventStream;

/** What a client receives that has no event yet, so that it resumes all the same. The lane is driven by hand. */
class ResumePointTest {
    private static final String PRELUDE = ":\nretry: 3000\n";
    private static final String GAP = "{\"lost\":null,\"reason\":\"unknown\"}";
    private static final StreamOptions DEFAULTS = StreamOptions.defaults();

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);

    @Nested
    class OfOneTopic {
        @Test
        void isTheNewestEvent() {
            Topic topic = topicWith(1, 2);

            assertThat(open(topic, "")).isEqualTo(PRELUDE + resumePoint("2"));
            topic.publish(event(3));
            assertThat(open(topic, "2")).as("left before the third").isEqualTo(PRELUDE + frame(3));
        }

        @Test
        void isLastEventIfNoneIsRetained() {
            Topic topic = publish(builder().history(10, Duration.ofMinutes(1)).build(), 1, 2);
            ticker.advance(Duration.ofMinutes(2));

            assertThat(open(topic, "")).isEqualTo(PRELUDE + resumePoint("2"));
            topic.publish(event(3));
            assertThat(open(topic, "2")).as("left before the third").isEqualTo(PRELUDE + frame(3));
        }

        @Test
        void precedesFirstEventOfEmptyTopic() {
            Topic topic = topicWith();
            String id = idOfNow();

            assertThat(open(topic, "")).isEqualTo(PRELUDE + resumePoint(id));
            publish(topic, 1, 2);
            assertThat(open(topic, id)).as("left before the first").isEqualTo(PRELUDE + frame(1) + frame(2));
        }

        @Test
        void isNotSentToClientThatHasIt() {
            assertThat(open(topicWith(1, 2), "2")).isEqualTo(PRELUDE);
        }

        @Test
        void isNotSentBesideEventWithId() {
            assertThat(open(publish(builder().replayOnSubscribe(1).build(), 1, 2), ""))
                    .isEqualTo(PRELUDE + frame(2));
        }

        @Test
        void isNotSentWithoutHistory() {
            assertThat(open(publish(builder().noHistory().build(), 1), "")).isEqualTo(PRELUDE);
        }

        @Test
        void isNotSentIfNewClientsReceiveAll() {
            assertThat(open(builder().latestByKey(event -> "k").build(), "")).isEqualTo(PRELUDE);
        }

        @Test
        void isThePositionAtSubscription() {
            Topic topic = topicWith(1);
            FakeExchange exchange = FakeExchange.ofEventSource();

            topic.subscribe(lane.open(exchange));
            topic.publish(event(2));
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + frame(2));
        }
    }

    @Nested
    class ByPolicy {
        @Test
        void isSentToEventSourcesOnly() {
            Topic topic = topicWith(1);

            assertThat(open(Headers.of("Accept", "text/event-stream"), DEFAULTS, topic))
                    .isEqualTo(PRELUDE);
            assertThat(open(fields("*/*", "no-cache"), DEFAULTS, topic)).isEqualTo(PRELUDE);
            assertThat(open(fields("text/event-stream", "no-cache"), DEFAULTS, topic))
                    .isEqualTo(PRELUDE + resumePoint("1"));
        }

        @Test
        void isSentToAllIfConfigured() {
            StreamOptions options = StreamOptions.builder()
                    .resumePoints(ResumePointPolicy.ALWAYS)
                    .build();

            assertThat(open(Headers.empty(), options, topicWith(1))).isEqualTo(PRELUDE + resumePoint("1"));
        }

        @Test
        void isSentToNoneIfConfigured() {
            StreamOptions options = StreamOptions.builder()
                    .resumePoints(ResumePointPolicy.NEVER)
                    .build();

            assertThat(open(FakeExchange.ofEventSource().headers, options, topicWith(1)))
                    .isEqualTo(PRELUDE);
        }

        @Test
        void hasConfiguredType() {
            StreamOptions options =
                    StreamOptions.builder().resumePointType("position").build();

            assertThat(open(FakeExchange.ofEventSource().headers, options, topicWith(1)))
                    .isEqualTo(PRELUDE + "event: position\nid: 1\ndata: \n\n");
        }
    }

    @Nested
    class OfSeveralTopics {
        @Test
        void isSentForHistoryBesideTopicWithoutOne() {
            Topic history = topicWith(1);
            Topic live = publish(builder().noHistory().build(), 2);

            assertThat(open(List.of(history, live))).isEqualTo(PRELUDE + resumePoint("1"));
            assertThat(open(List.of(live, history))).isEqualTo(PRELUDE + resumePoint("1"));
        }

        @Test
        void isNewestGeneratedIdOfAnyTopic() {
            Topic live = builder().noHistory().build();
            List<Topic> both = List.of(topicWith(), live);
            String id = live.publish(Event.of("x"));

            assertThat(open(both)).isEqualTo(PRELUDE + resumePoint(id));

            publish(both.get(0), 3);
            assertThat(open(both, id)).isEqualTo(PRELUDE + frame(3));
        }

        @Test
        void isTheNewest() {
            Topic older = topicWith(1);
            Topic newer = topicWith(2);

            assertThat(open(List.of(older, newer))).isEqualTo(PRELUDE + resumePoint("2"));
            assertThat(open(List.of(newer, older))).isEqualTo(PRELUDE + resumePoint("2"));
        }

        @Test
        void isKnownToTopicThatIsEmpty() {
            Topic first = topicWith();
            publish(first, 1);
            Topic empty = topicWith();
            publish(topicWith(), 9);
            String id = idOfNow();

            assertThat(open(List.of(first, empty))).isEqualTo(PRELUDE + resumePoint(id));
            publish(empty, 2);
            assertThat(open(List.of(first, empty), id)).isEqualTo(PRELUDE + frame(2));
        }

        @Test
        void isNotSentForTopicThatComesLater() {
            FakeExchange exchange = FakeExchange.ofEventSource();
            ServerEventStream stream = lane.open(exchange);
            topicWith(1).subscribe(stream);
            lane.run();
            topicWith(2).subscribe(stream);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + resumePoint("1"));
        }
    }

    @Nested
    class WithGap {
        @Test
        void isIdOfGapEvent() {
            Topic topic = publish(builder().gapPolicy(GapPolicy.LIVE).build(), 1, 2);

            assertThat(open(topic, "foreign")).isEqualTo(PRELUDE + gap("2"));
            assertThat(open(topic, "2")).as("notified once").isEqualTo(PRELUDE);
        }

        @Test
        void isIdBeforeEventsThatFollow() {
            Topic topic = publish(builder().history(2, Duration.ofHours(1)).build(), 1, 2, 3);

            assertThat(open(topic, "foreign")).isEqualTo(PRELUDE + gap("1") + frame(2) + frame(3));
            assertThat(open(topic, "1")).as("notified once").isEqualTo(PRELUDE + frame(2) + frame(3));
        }

        @Test
        void precedesFirstEventOfEmptyTopic() {
            Topic topic = topicWith();
            String id = idOfNow();

            assertThat(open(topic, "foreign")).isEqualTo(PRELUDE + gap(id));
            assertThat(open(topic, id)).as("notified once").isEqualTo(PRELUDE);
            publish(topic, 1);
            assertThat(open(topic, id)).isEqualTo(PRELUDE + frame(1));
        }

        @Test
        void precedesFirstEventIfAllAreRetained() {
            String id = idOfNow();
            Topic topic = topicWith(1, 2);

            assertThat(open(topic, "foreign")).isEqualTo(PRELUDE + gap(id) + frame(1) + frame(2));
        }

        @Test
        void precedesFirstEventOfCompactedTopic() {
            Topic topic = builder().latestByKey(event -> "k").build();
            String id = idOfNow();

            assertThat(open(topic, "foreign")).isEqualTo(PRELUDE + gap(id));
            assertThat(open(topic, id)).as("notified once").isEqualTo(PRELUDE);
        }

        @Test
        void isIdOfTopicWithoutHistory() {
            Topic topic = publish(builder().noHistory().build(), 1, 2);

            assertThat(open(topic, "1")).isEqualTo(PRELUDE + gap("2"));
            assertThat(open(topic, "2")).as("notified once").isEqualTo(PRELUDE);
        }

        @Test
        void leavesIdOfConfiguredEvent() {
            Topic topic = publish(
                    builder()
                            .gapPolicy(GapPolicy.LIVE)
                            .gapEvent(Event.of("lost").withId("own"))
                            .build(),
                    1);

            assertThat(open(topic, "foreign")).isEqualTo(PRELUDE + "id: own\ndata: lost\n\n");
        }

        @Test
        void isSentAloneWithoutGapEvent() {
            Topic topic =
                    publish(builder().gapPolicy(GapPolicy.LIVE).noGapEvent().build(), 1);

            assertThat(open(topic, "foreign")).isEqualTo(PRELUDE + resumePoint("1"));
        }

        @Test
        void isOldestOfSeveralTopics() {
            Topic.Builder two = builder().history(2, Duration.ofHours(1));
            Topic older = publish(two.build(), 1, 2, 3);
            Topic newer = publish(two.build(), 4, 5, 6);

            String all = frame(2) + frame(3) + frame(5) + frame(6);
            assertThat(open(List.of(older, newer), "foreign")).isEqualTo(PRELUDE + gap("1") + all);
            assertThat(open(List.of(newer, older), "foreign")).isEqualTo(PRELUDE + gap("1") + all);
        }

        @Test
        void keepsIdThatOtherTopicResumesFrom() {
            Topic known = topicWith(1, 2);
            Topic unknown = publish(builder().gapPolicy(GapPolicy.LIVE).build(), 3);

            assertThat(open(List.of(known, unknown), "1"))
                    .isEqualTo(PRELUDE + "event: gap\ndata: " + GAP + "\n\n" + frame(2));
        }

        @Test
        void isNotSentForTopicThatComesLater() {
            FakeExchange exchange = FakeExchange.ofEventSource();
            exchange.headers =
                    exchange.headers.toBuilder().add("Last-Event-ID", "1").build();
            ServerEventStream stream = lane.open(exchange);
            topicWith(1).subscribe(stream);
            lane.run();
            publish(builder().gapPolicy(GapPolicy.LIVE).build(), 2).subscribe(stream);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + "event: gap\ndata: " + GAP + "\n\n");
        }

        @Test
        void precedesOldestRetainedWhenLaneRuns() {
            String id = idOfNow();
            Topic topic = publish(builder().history(2, Duration.ofHours(1)).build(), 1, 2);
            FakeExchange exchange = FakeExchange.ofEventSource();
            exchange.headers =
                    exchange.headers.toBuilder().add("Last-Event-ID", "foreign").build();
            exchange.room = 0;
            lane.open(exchange, topic);
            lane.run();
            publish(topic, 3, 4);
            ticker.advance(Duration.ofSeconds(5));
            lane.run();
            exchange.makeRoom(Integer.MAX_VALUE);
            lane.run();

            assertThat(exchange.taken()).isEqualTo(PRELUDE + gap(id) + frame(3) + frame(4));
            assertThat(exchange.aborted).isFalse();
        }
    }

    private Topic.Builder builder() {
        return Topic.builder().ticker(ticker);
    }

    private Topic topicWith(int... numbers) {
        return publish(builder().build(), numbers);
    }

    private static Topic publish(Topic topic, int... numbers) {
        for (int number : numbers) {
            topic.publish(event(number));
        }
        return topic;
    }

    /** Returns an id before everything that will be published. */
    private static String idOfNow() {
        return Sequence.ofProcess().idOf(Sequence.ofProcess().last());
    }

    private static Headers fields(String accept, String cacheControl) {
        return Headers.builder()
                .add("Accept", accept)
                .add("Cache-Control", cacheControl)
                .build();
    }

    /** Returns what an {@code EventSource} receives at once. */
    private String open(Topic topic, String lastEventId) {
        return open(List.of(topic), lastEventId);
    }

    private String open(List<Topic> topics) {
        return open(topics, "");
    }

    private String open(List<Topic> topics, String lastEventId) {
        FakeExchange exchange = FakeExchange.ofEventSource();
        if (!lastEventId.isEmpty()) {
            exchange.headers = exchange.headers.toBuilder()
                    .add("Last-Event-ID", lastEventId)
                    .build();
        }
        Topic.subscribe(lane.open(exchange), topics);
        lane.run();
        return exchange.taken();
    }

    private String open(Headers headers, StreamOptions options, Topic topic) {
        FakeExchange exchange = new FakeExchange();
        exchange.headers = headers;
        topic.subscribe(lane.open(exchange, options));
        lane.run();
        return exchange.taken();
    }

    private static Event event(int number) {
        return Event.builder().id(Integer.toString(number)).data("x").build();
    }

    private static String frame(int number) {
        return "id: " + number + "\ndata: x\n\n";
    }

    private static String resumePoint(String id) {
        return "event: resume-point\nid: " + id + "\ndata: \n\n";
    }

    private static String gap(String id) {
        return "event: gap\nid: " + id + "\ndata: " + GAP + "\n\n";
    }
}
