package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.LagPolicy;
import sse.api.Subscription;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.topic.TopicDeliveryTest.Way;

/** What becomes of a stream whose connection takes nothing while its topic's log moves on. */
class TopicLagTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String GAP_OF_KEYS = "event: gap\ndata: {\"lost\":null,\"reason\":\"trimmed\"}\n\n";

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = new FakeExchange();
    private final ServerEventStream stream = lane.open(exchange);
    private final List<Long> losses = new ArrayList<>();

    @ParameterizedTest
    @MethodSource
    void appliesLagPolicy(LagPolicy policy, Way way) {
        Topic topic = ofFour(policy);
        Subscription subscription = subscribe(topic, way);
        exchange.room = 0;
        publish(topic, 0, 10);
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(exchange.taken())
                .isEqualTo(
                        switch (policy) {
                            case GAP -> (way == Way.ALONE ? gap("e5", 6) : gap(6)) + frames(6, 10);
                            case DISCONNECT -> "";
                            case SKIP_TO_OLDEST -> frames(6, 10);
                            case SKIP_TO_NEWEST -> frames(9, 10);
                        });
        long lost =
                switch (policy) {
                    case DISCONNECT -> 0;
                    case GAP, SKIP_TO_OLDEST -> 6;
                    case SKIP_TO_NEWEST -> 9;
                };
        assertThat(subscription.lostEvents()).isEqualTo(lost);
        assertThat(losses).isEqualTo(lost == 0 ? List.of() : List.of(lost));
        boolean kept = policy != LagPolicy.DISCONNECT;
        assertThat(exchange.aborted).isNotEqualTo(kept);
        assertThat(subscription.isActive()).isEqualTo(kept);
        publish(topic, 10, 11);
        assertThat(exchange.taken()).isEqualTo(kept ? frames(10, 11) : "");
    }

    static Stream<Arguments> appliesLagPolicy() {
        return Stream.of(LagPolicy.values())
                .flatMap(policy -> Stream.of(Way.ALONE, Way.BESIDE_ANOTHER).map(way -> Arguments.of(policy, way)));
    }

    @ParameterizedTest
    @EnumSource
    void appliesPolicyToEventsLostWhilePending(LagPolicy policy) {
        Topic topic = ofFour(policy);
        publish(topic, 0, 3);
        Subscription subscription = Way.ALONE.follow(stream, topic);
        IntStream.range(3, 9).mapToObj(TopicLagTest::event).forEach(topic::publish);
        lane.run();
        assertThat(exchange.taken())
                .isEqualTo(":\nretry: 3000\n"
                        + switch (policy) {
                            case GAP -> gap("e4", 2) + frames(5, 9);
                            case DISCONNECT -> "";
                            case SKIP_TO_OLDEST -> frames(5, 9);
                            case SKIP_TO_NEWEST -> frames(8, 9);
                        });
        List<Long> lost =
                switch (policy) {
                    case DISCONNECT -> List.of();
                    case GAP, SKIP_TO_OLDEST -> List.of(2L);
                    case SKIP_TO_NEWEST -> List.of(5L);
                };
        assertThat(losses).isEqualTo(lost);
        assertThat(subscription.lostEvents()).isEqualTo(lost.isEmpty() ? 0 : lost.get(0));
        assertThat(exchange.aborted).isEqualTo(policy == LagPolicy.DISCONNECT);
    }

    @Test
    void sendsOneGapForOneBurst() {
        Topic topic = ofFour(LagPolicy.GAP);
        Subscription subscription = subscribe(topic);
        exchange.room = 0;
        publish(topic, 0, 10);
        exchange.makeRoom(gap("e5", 6).length());
        lane.run();
        publish(topic, 10, 20);
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();

        assertThat(exchange.taken()).isEqualTo(gap("e5", 6) + frames(16, 20));
        assertThat(subscription.lostEvents()).isEqualTo(16);
        assertThat(losses).containsExactly(6L, 10L);
    }

    @Test
    void continuesLiveAfterGapIfPolicySaysSo() {
        Topic topic = Topic.builder()
                .history(4, HOUR)
                .ticker(ticker)
                .gapPolicy(GapPolicy.LIVE)
                .onLoss((subscription, events) -> losses.add(events))
                .build();
        subscribe(topic);
        exchange.room = 0;
        publish(topic, 0, 10);
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        publish(topic, 10, 11);

        assertThat(exchange.taken()).isEqualTo(gap("e9", 10) + frames(10, 11));
        assertThat(losses).containsExactly(10L);
    }

    @Test
    void keepsInStepStreamsInBurst() {
        Topic topic = ofFour(LagPolicy.GAP);
        subscribe(topic);
        IntStream.range(0, 10).mapToObj(TopicLagTest::event).forEach(topic::publish);
        lane.run();

        assertThat(exchange.taken()).isEqualTo(gap("e5", 6) + frames(6, 10));
        assertThat(exchange.aborted).isFalse();
    }

    @Test
    void countsLagOfLanesThatKeepUp() {
        Topic topic = ofFour(LagPolicy.GAP);
        subscribe(topic);
        topic.publish(event(0));
        topic.publish(event(1));
        assertThat(topic.statistics().laneLag()).isEqualTo(2);
        lane.run();
        assertThat(topic.statistics().laneLag()).isZero();

        exchange.room = 0;
        publish(topic, 2, 5);
        assertThat(topic.statistics().laneLag()).as("blocked").isEqualTo(3);
        publish(topic, 5, 10);
        assertThat(topic.statistics().laneLag()).as("has lost events").isZero();
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        exchange.room = 0;
        publish(topic, 10, 12);
        assertThat(topic.statistics().laneLag()).as("was in step again").isEqualTo(2);
        assertThat(topic.statistics().subscribers()).isEqualTo(1);
        assertThat(topic.statistics().retainedEvents()).isEqualTo(4);
        // "id: e8\ndata: x\n\n" has 16 bytes, "e8" 2, and what holds them 224; two of the four have a digit more.
        assertThat(topic.statistics().retainedBytes()).isEqualTo(2 * (16 + 2 + 224) + 2 * (17 + 3 + 224));
    }

    @Test
    void addsUpWhatWasLost() {
        Topic topic = ofFour(LagPolicy.SKIP_TO_OLDEST);
        Subscription subscription = subscribe(topic);
        for (int round = 0; round < 2; round++) {
            exchange.room = 0;
            publish(topic, 10 * round, 10 * round + 10);
            exchange.makeRoom(Integer.MAX_VALUE);
            lane.run();
        }
        assertThat(subscription.lostEvents()).isEqualTo(12);
        assertThat(losses).containsExactly(6L, 6L);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void isCutOffByTheSweepOnceTheLogHasMovedPast(int events) {
        Topic topic = ofFour(LagPolicy.DISCONNECT);
        subscribe(topic);
        exchange.room = 0;
        publish(topic, 0, events);
        ticker.advance(Duration.ofSeconds(1));
        lane.run();
        assertThat(exchange.aborted).isEqualTo(events == 5);
        assertThat(stream.closeReason().isPresent()).isEqualTo(events == 5);
    }

    @ParameterizedTest
    @EnumSource(names = "DISCONNECT", mode = EnumSource.Mode.EXCLUDE)
    void isNotCutOffByTheSweepWhereItMaySkip(LagPolicy policy) {
        Topic topic = ofFour(policy);
        subscribe(topic);
        exchange.room = 0;
        publish(topic, 0, 9);
        ticker.advance(Duration.ofSeconds(1));
        lane.run();
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void keepsWhatItLacksInATopicWithoutHistory() {
        Topic topic = Topic.builder().noHistory().ticker(ticker).build();
        topic.subscribe(lane.open(new FakeExchange()), Optional::of);
        subscribe(topic);
        exchange.room = 0;
        publish(topic, 0, 3);
        ticker.advance(Duration.ofSeconds(1));
        lane.run();
        publish(topic, 3, 5);
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(exchange.taken()).isEqualTo(frames(0, 5));
    }

    @Test
    void getsTheNewestOfEachKey() {
        Topic topic = latestByKey(100);
        Subscription subscription = subscribe(topic);
        exchange.room = 0;
        publish(topic, 0, 10);
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(exchange.taken()).isEqualTo(frames(7, 10));
        assertThat(subscription.lostEvents()).isZero();
        assertThat(stream.isOpen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void continuesWhenAllEventsWereReplaced(Way way) {
        Topic topic = latestByKey(100);
        subscribe(topic, way);
        exchange.room = 0;
        stream.send("sent");
        lane.run();
        publish(topic, 0, 1);
        exchange.makeRoom(Integer.MAX_VALUE); // So it has its turn before those that are published to.
        publish(topic, 3, 4);
        assertThat(exchange.taken()).isEqualTo("data: sent\n\n" + frames(3, 4));
    }

    @ParameterizedTest
    @EnumSource
    void receivesGapForEvictedKeys(Way way) {
        Topic topic = latestByKey(2);
        subscribe(topic, way);
        exchange.room = 0;
        stream.send("sent");
        lane.run();
        publish(topic, 0, 10);
        ticker.advance(Duration.ofSeconds(1));
        lane.run();
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        String gap = way == Way.ALONE ? GAP_OF_KEYS.replace("data:", "id: e7\ndata:") : GAP_OF_KEYS;
        assertThat(exchange.taken()).isEqualTo("data: sent\n\n" + gap + frames(8, 10));
        publish(topic, 10, 11);
        assertThat(exchange.taken()).isEqualTo(frames(10, 11));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void receivesGapBeforeEventsOfOtherTopic(boolean hasView) {
        Topic states = latestByKey(2);
        Topic other = ofFour(LagPolicy.DISCONNECT);
        List<Topic> both = List.of(states, other);
        if (hasView) {
            Topic.subscribe(stream, both, Optional::of);
        } else {
            Topic.subscribe(stream, both);
        }
        lane.run();
        exchange.taken();
        exchange.room = 0;
        stream.send("sent");
        publish(states, 0, 3);
        publish(other, 3, 4);
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(exchange.taken()).isEqualTo("data: sent\n\n" + GAP_OF_KEYS + frames(1, 4));
    }

    private Topic ofFour(LagPolicy policy) {
        return build(Topic.builder().history(4, HOUR).lagPolicy(policy));
    }

    /** Returns a topic whose events have one of three keys. */
    private Topic latestByKey(int keys) {
        return build(Topic.builder()
                .latestByKey(
                        event -> "k" + Integer.parseInt(event.id().orElseThrow().substring(1)) % 3, keys));
    }

    private Topic build(Topic.Builder builder) {
        return builder.ticker(ticker)
                .onLoss((subscription, events) -> losses.add(events))
                .build();
    }

    private Subscription subscribe(Topic topic) {
        return subscribe(topic, Way.ALONE);
    }

    private Subscription subscribe(Topic topic, Way way) {
        Subscription subscription = way.follow(stream, topic);
        lane.run();
        exchange.taken();
        return subscription;
    }

    private void publish(Topic topic, int from, int to) {
        for (int i = from; i < to; i++) {
            topic.publish(event(i));
            lane.run();
        }
    }

    private static String gap(int lost) {
        return "event: gap\ndata: {\"lost\":" + lost + ",\"reason\":\"trimmed\"}\n\n";
    }

    private static String gap(String id, int lost) {
        return gap(lost).replace("data:", "id: " + id + "\ndata:");
    }

    private static Event event(int number) {
        return Event.builder().id("e" + number).data("x").build();
    }

    private static String frames(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "id: e" + i + "\ndata: x\n\n")
                .collect(Collectors.joining());
    }
}
