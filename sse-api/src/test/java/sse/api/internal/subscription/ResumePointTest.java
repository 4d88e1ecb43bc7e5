package sse.api.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.Headers;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.stream.ServerEventStream;

/**
 * What a client is told that begins behind all that is retained: so it resumes although it has had no event. The lane
 * is driven by hand.
 */
class ResumePointTest {
    private static final String PRELUDE = ": \nretry: 3000\n\n";
    private static final String GAP = "event: gap\ndata: events were lost\n\n";

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);

    @Test
    void isTheNewestEvent() {
        Topic topic = topicWith(1, 2);
        assertThat(open(topic, "")).isEqualTo(PRELUDE + "id: 2\n\n");
        topic.publish(event(3));
        assertThat(open(topic, "2")).as("left before the third").isEqualTo(PRELUDE + frame(3));
    }

    @Test
    void isToldWithAGapSoThatItIsToldOfOnce() {
        Topic topic = publish(builder().gapPolicy(GapPolicy.LIVE).build(), 1, 2);
        assertThat(open(topic, "foreign")).isEqualTo(PRELUDE + GAP + "id: 2\n\n");
    }

    @Test
    void isNotToldToWhoKnowsIt() {
        assertThat(open(topicWith(1, 2), "2")).isEqualTo(PRELUDE);
    }

    @Test
    void isNotToldWhereAnEventSaysIt() {
        assertThat(open(publish(builder().replayOnSubscribe(1).build(), 1, 2), ""))
                .isEqualTo(PRELUDE + frame(2));
    }

    @Test
    void isTheLastThatWasRetainedWhereNothingIs() {
        Topic topic = publish(builder().history(10, Duration.ofMinutes(1)).build(), 1, 2);
        ticker.advance(Duration.ofMinutes(2));
        assertThat(open(topic, "")).isEqualTo(PRELUDE + "id: 2\n\n");
        topic.publish(event(3));
        assertThat(open(topic, "2")).as("left before the third").isEqualTo(PRELUDE + frame(3));
    }

    @Test
    void isSentForHistoryBesideTopicWithoutOne() {
        Topic history = topicWith(1);
        Topic live = publish(builder().noHistory().build(), 2);
        assertThat(open(List.of(history, live))).isEqualTo(PRELUDE + "id: 1\n\n");
        assertThat(open(List.of(live, history))).isEqualTo(PRELUDE + "id: 1\n\n");
    }

    @Test
    void isNewestGeneratedIdOfAnyTopic() {
        Topic live = builder().noHistory().build();
        List<Topic> both = List.of(topicWith(), live);
        String id = live.publish(Event.of("x"));
        assertThat(open(both)).isEqualTo(PRELUDE + "id: " + id + "\n\n");

        FakeExchange exchange = new FakeExchange();
        exchange.headers = Headers.of("Last-Event-ID", id);
        publish(both.get(0), 3);
        Topic.subscribe(lane.open(exchange), both);
        lane.run();
        assertThat(exchange.taken()).isEqualTo(PRELUDE + frame(3));
    }

    @Test
    void isNotSentWithoutEventsOrHistory() {
        assertThat(open(topicWith(), "")).isEqualTo(PRELUDE);
        assertThat(open(publish(builder().noHistory().build(), 1), "")).isEqualTo(PRELUDE);
    }

    @Test
    void isTheNewestOfSeveralTopics() {
        Topic older = topicWith(1);
        Topic newer = topicWith(2);
        assertThat(open(List.of(older, newer))).isEqualTo(PRELUDE + "id: 2\n\n");
        assertThat(open(List.of(newer, older))).isEqualTo(PRELUDE + "id: 2\n\n");
        assertThat(open(List.of(newer, topicWith()))).isEqualTo(PRELUDE + "id: 2\n\n");
    }

    @Test
    void isNotToldOfATopicThatComesLater() {
        FakeExchange exchange = new FakeExchange();
        ServerEventStream stream = lane.open(exchange);
        topicWith(1).subscribe(stream);
        lane.run();
        topicWith(2).subscribe(stream);
        lane.run();
        assertThat(exchange.taken()).isEqualTo(PRELUDE + "id: 1\n\n");
    }

    @Test
    void isThePositionAtSubscription() {
        Topic topic = topicWith(1);
        FakeExchange exchange = new FakeExchange();
        topic.subscribe(lane.open(exchange));
        topic.publish(event(2));
        lane.run();
        assertThat(exchange.taken()).isEqualTo(PRELUDE + frame(2));
    }

    @Test
    void isOldestRetainedWhenLaneRuns() {
        Topic topic = publish(builder().history(2, Duration.ofHours(1)).build(), 1, 2);
        FakeExchange exchange = new FakeExchange();
        exchange.headers = Headers.of("Last-Event-ID", "foreign");
        exchange.room = 0;
        lane.open(exchange, topic);
        lane.run();
        publish(topic, 3, 4);
        ticker.advance(Duration.ofSeconds(5));
        lane.run();
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(exchange.taken()).isEqualTo(PRELUDE + GAP + frame(3) + frame(4));
        assertThat(exchange.aborted).isFalse();
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

    /** Returns what a new client gets at once. */
    private String open(Topic topic, String lastEventId) {
        FakeExchange exchange = new FakeExchange();
        if (!lastEventId.isEmpty()) {
            exchange.headers = Headers.of("Last-Event-ID", lastEventId);
        }
        lane.open(exchange, topic);
        lane.run();
        return exchange.taken();
    }

    private String open(List<Topic> topics) {
        FakeExchange exchange = new FakeExchange();
        Topic.subscribe(lane.open(exchange), topics);
        lane.run();
        return exchange.taken();
    }

    private static Event event(int number) {
        return Event.builder().id(Integer.toString(number)).data("x").build();
    }

    private static String frame(int number) {
        return "id: " + number + "\ndata: x\n\n";
    }
}
