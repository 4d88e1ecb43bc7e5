package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.GapPolicy;
import sse.api.Headers;
import sse.api.LagPolicy;
import sse.api.Subscription;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.Logs;
import sse.api.internal.stream.ServerEventStream;

/**
 * Who subscribes while others of its lane, or of another one, have not come to what is published. Lanes are driven by
 * hand.
 */
class LateSubscriberTest {
    private static final String PRELUDE = ":\nretry: 3000\n";
    private static final String RESUME_POINT = "event: resume-point\nid: own-1\ndata: \n\n";
    private static final String GAP = "event: gap\nid: own-%d\ndata: {\"lost\":null,\"reason\":\"unknown\"}\n\n";

    private static final TopicConfig CONFIG = new TopicConfig(
            LagPolicy.DISCONNECT,
            GapPolicy.OLDEST,
            Optional.empty(),
            0,
            TopicConfig.Resuming.DEFAULTS,
            TopicConfig.Signs.NONE,
            List.of(),
            List.of(),
            List.of());

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange early = new FakeExchange();
    private final FakeExchange late = FakeExchange.ofEventSource();

    @Test
    void getsInStepWhenOthersReachItsPosition() {
        Topic topic = Topic.builder().ticker(ticker).build();
        lane.open(early, topic);
        ServerEventStream stream = lane.open(late);
        lane.run();

        topic.publish(event(1));
        topic.subscribe(stream);
        stream.send("sent"); // So it has its turn before those that are published to.
        lane.run();
        assertThat(late.taken()).isEqualTo(PRELUDE + "data: sent\n\n" + RESUME_POINT);
        assertThat(early.taken()).isEqualTo(PRELUDE + frame(1));

        topic.publish(event(2));
        lane.run();
        assertThat(late.taken()).isEqualTo(frame(2));
        assertThat(early.taken()).isEqualTo(frame(2));
    }

    @Test
    void readsEventsThatAreNotSignalledYet() {
        EntryLog log = Logs.inMemory(100, 100_000, Duration.ofHours(1), ticker);
        TopicCore topic = TopicCore.over(log, CONFIG);
        lane.open(early, opened -> subscribe(opened, topic));
        ServerEventStream stream = lane.open(late);
        lane.run();

        log.append(List.of(event(1)));
        subscribe(stream, topic);
        lane.run();
        assertThat(early.taken()).isEqualTo(PRELUDE + frame(1));
        assertThat(late.taken()).isEqualTo(PRELUDE + RESUME_POINT);
    }

    @ParameterizedTest
    @EnumSource
    void receivesEventsPublishedWhilePending(Others others) {
        Topic topic = Topic.builder().noHistory().ticker(ticker).build();
        HandDrivenLane another = new HandDrivenLane(ticker);
        if (others != Others.NONE) {
            (others == Others.ON_ANOTHER_LANE ? another : lane).open(early, topic);
        }
        ServerEventStream stream = lane.open(late);
        lane.run();
        another.run();

        topic.publish(event(0)); // Others have their turn before it begins.
        Subscription subscription = topic.subscribe(stream);
        topic.publish(event(1));
        another.run();
        ticker.advance(Duration.ofSeconds(1)); // Others look what is needed.
        another.run();
        topic.publish(event(2));
        lane.run();
        assertThat(late.taken()).isEqualTo(PRELUDE + frame(1) + frame(2));
        assertThat(subscription.lostEvents()).isZero();
    }

    private static void subscribe(EventStream stream, TopicCore topic) {
        TopicCore.subscribe(stream, List.of(topic), Optional.empty());
    }

    private enum Others {
        NONE,
        ON_ITS_LANE,
        ON_ANOTHER_LANE
    }

    @Test
    void receivesGapThoughOtherLaneRetainsEvents() {
        HandDrivenLane behind = new HandDrivenLane(ticker);
        Topic topic = topicThatOneLaneHasReadTo(behind, 2);

        late.headers = Headers.of("Last-Event-ID", "own-1");
        lane.open(late, topic);
        lane.runOne(); // The first bytes.
        lane.runOne(); // Subscribes.
        behind.run(); // Now nobody needs what it missed.
        lane.run();
        assertThat(late.taken()).isEqualTo(PRELUDE + GAP.formatted(2));

        topic.publish(event(3));
        lane.run();
        assertThat(late.taken()).isEqualTo(frame(3));
        assertThat(late.aborted).isFalse();
    }

    @Test
    void isToldOfNoGapWhereItsLaneIs() {
        Topic topic = topicThatOneLaneHasReadTo(new HandDrivenLane(ticker), 2);

        late.headers = Headers.of("Last-Event-ID", "own-2");
        lane.open(late, topic);
        lane.run();
        assertThat(late.taken()).isEqualTo(PRELUDE);

        topic.publish(event(3));
        lane.run();
        assertThat(late.taken()).isEqualTo(frame(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void receivesGapOnlyIfEventsWerePublished(int published) {
        Topic topic = Topic.builder().noHistory().ticker(ticker).build();
        lane.open(early, topic);
        lane.run();
        for (int i = 1; i <= published; i++) {
            topic.publish(event(i));
            lane.run();
        }

        late.headers = Headers.of("Last-Event-ID", "own-1");
        lane.open(late, topic);
        lane.run();
        assertThat(late.taken()).isEqualTo(PRELUDE + (published == 1 ? "" : GAP.formatted(published)));
    }

    @Test
    void receivesNoGapFromCompactedTopic() {
        Topic topic = Topic.builder()
                .latestByKey(event -> event.id().orElseThrow())
                .ticker(ticker)
                .build();
        lane.open(early, topic);
        lane.run();
        topic.publishAll(List.of(event(1), event(2)));
        lane.run();

        late.headers = Headers.of("Last-Event-ID", "own-1");
        lane.open(late, topic);
        lane.run();
        assertThat(late.taken()).isEqualTo(PRELUDE + frame(2));
    }

    /** Returns a topic without history of which this lane has read some events, and the other none. */
    private Topic topicThatOneLaneHasReadTo(HandDrivenLane behind, int events) {
        Topic topic = Topic.builder().noHistory().ticker(ticker).build();
        lane.open(early, topic);
        lane.run();
        behind.open(new FakeExchange(), topic);
        behind.run();
        for (int i = 1; i <= events; i++) {
            topic.publish(event(i));
        }
        lane.run();
        return topic;
    }

    private static Event event(int number) {
        return Event.builder().id("own-" + number).data("x").build();
    }

    private static String frame(int number) {
        return "id: own-" + number + "\ndata: x\n\n";
    }
}
