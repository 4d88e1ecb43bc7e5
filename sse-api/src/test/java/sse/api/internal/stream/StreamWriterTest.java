package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;

/**
 * What is sent to a stream and what it follows take turns, over a connection that takes one buffer at a time. The lane
 * is driven by hand.
 */
class StreamWriterTest {
    private static final int BUFFER = 8192;
    private static final String HALF_A_BUFFER = "x".repeat(BUFFER / 2 - "id: s1\ndata: \n\n".length());

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final Topic topic = Topic.builder().ticker(ticker).build();
    private final FakeExchange exchange = new FakeExchange();
    private final ServerEventStream stream = lane.open(exchange);

    @Test
    void alternatesBetweenQueueAndSource() {
        topic.subscribe(stream);
        lane.run();
        exchange.taken();
        exchange.room = 0;
        send(1, 9);
        topic.publish(event("t1"));
        topic.publish(event("t2"));
        lane.run();
        assertThat(idsByBuffer()).containsExactly(List.of("s1", "s2"), List.of("t1", "t2"), List.of("s3", "s4"));
        topic.publish(event("t3"));
        assertThat(idsByBuffer()).containsExactly(List.of("s5", "s6"), List.of("t3", "s7"), List.of("s8", "s9"));
    }

    @Test
    void sendsQueueFirstWhenSourceIsSet() {
        lane.run();
        exchange.taken();
        exchange.room = 0;
        send(1, 5);
        topic.subscribe(stream);
        topic.publish(event("t1"));
        lane.run();
        assertThat(idsByBuffer()).containsExactly(List.of("s1", "s2"), List.of("s3", "s4"), List.of("s5", "t1"));
    }

    private void send(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> stream.send(event("s" + i)));
    }

    private static Event event(String id) {
        return Event.builder().id(id).data(HALF_A_BUFFER).build();
    }

    /** Returns the ids of three buffers. */
    private List<List<String>> idsByBuffer() {
        List<List<String>> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            exchange.makeRoom(BUFFER);
            lane.run();
            ids.add(Pattern.compile("id: (.+)")
                    .matcher(exchange.taken())
                    .results()
                    .map(found -> found.group(1))
                    .toList());
        }
        return ids;
    }
}
