package sse.api.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;

/** A stream of thousands of topics. The lane is driven by hand. */
class ManyTopicsTest {
    private static final int TOPICS = 2000;

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = new FakeExchange();
    private final List<Topic> topics = IntStream.range(0, TOPICS)
            .mapToObj(i -> Topic.builder().ticker(ticker).build())
            .toList();

    @BeforeEach
    void subscribe() {
        exchange.headers = Headers.of("Last-Event-ID", "unknown");
        Topic.subscribe(lane.open(exchange), topics);
        lane.run();
    }

    @Test
    void isSentOneGap() {
        assertThat(exchange.taken().split("event: gap\n", -1)).hasSize(2);
    }

    @Test
    void leavesInBoundedTurns() {
        exchange.listener().closed();
        long ended = ended();
        assertThat(ended).isEqualTo(256);
        while (lane.waiting() > 0) {
            lane.runOne();
            assertThat(ended() - ended).isLessThanOrEqualTo(256);
            ended = ended();
        }
        assertThat(ended).isEqualTo(TOPICS);
    }

    private long ended() {
        return topics.stream().filter(topic -> topic.subscribers() == 0).count();
    }

    @Test
    void receivesEventsInOrderOfAllTopics() {
        exchange.taken();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String id = topics.get((i * 7919) % TOPICS).publish(Event.of("x"));
            expected.append("id: ").append(id).append("\ndata: x\n\n");
        }
        lane.run();

        assertThat(exchange.taken()).isEqualTo(expected.toString());
    }
}
