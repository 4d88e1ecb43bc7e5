package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.spi.Frame;

/** A topic and streams that follow it, on a lane whose loop is driven by hand. */
class FanOutTest {
    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final Topic topic = Topic.builder().ticker(ticker).build();
    private final List<FakeExchange> exchanges =
            Stream.generate(FakeExchange::new).limit(20).toList();

    @BeforeEach
    void subscribe() {
        exchanges.forEach(exchange -> lane.open(exchange, topic));
        lane.run();
        forgetWrites();
    }

    @Test
    void runsTopicAsHandlerOnLane() {
        // The executor would have failed.
        assertThat(topic.subscribers()).isEqualTo(20);
    }

    @Test
    void wakesLaneOnceAndWritesOncePerStream() {
        String frames = publish(50);
        assertThat(lane.waiting()).as("wake-ups").isEqualTo(1);
        lane.runOne();
        assertThat(exchanges).allSatisfy(exchange -> {
            assertThat(exchange.writes).isEqualTo(1);
            assertThat(exchange.taken()).isEqualTo(frames);
        });
        assertThat(lane.waiting()).as("turns for nothing").isZero();
    }

    @Test
    void writesEventThatFillsBufferInOneRun() {
        int name = "data: \n\n".length() + "id: own\n".length();
        topic.publish(Event.of("x".repeat(8192 - name)).withId("own"));
        lane.runOne();
        assertThat(exchanges)
                .allSatisfy(exchange -> assertThat(exchange.taken()).hasSize(8192));
    }

    @Test
    void writesNoMoreToOthersWhenOneIsSlow() {
        FakeExchange slow = exchanges.get(7);
        List<FakeExchange> others =
                exchanges.stream().filter(exchange -> exchange != slow).toList();
        slow.room = 10;
        String frames = "";
        for (int turn = 0; turn < 3; turn++) {
            String more = publish(5);
            frames += more;
            lane.run();
            assertThat(others)
                    .allSatisfy(exchange -> assertThat(exchange.taken()).isEqualTo(more));
        }
        assertThat(others).allSatisfy(exchange -> assertThat(exchange.writes).isEqualTo(3));
        assertThat(slow.writes)
                .as("none after the one that was not taken whole")
                .isEqualTo(1);

        slow.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(slow.taken()).isEqualTo(frames);
        forgetWrites();
        String last = publish(5);
        lane.run();
        assertThat(exchanges).allSatisfy(exchange -> {
            assertThat(exchange.writes).isEqualTo(1);
            assertThat(exchange.taken()).isEqualTo(last);
        });
    }

    /** Publishes events and returns their bytes. */
    private String publish(int count) {
        StringBuilder bytes = new StringBuilder();
        IntStream.range(0, count).forEach(i -> {
            Event event = Event.builder().id("own-" + i).data("x".repeat(i)).build();
            topic.publish(event);
            bytes.append(StandardCharsets.UTF_8.decode(Frame.of(event).asByteBuffer()));
        });
        return bytes.toString();
    }

    private void forgetWrites() {
        exchanges.forEach(exchange -> {
            exchange.taken();
            exchange.writes = 0;
        });
    }
}
