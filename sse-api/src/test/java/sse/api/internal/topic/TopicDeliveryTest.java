package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sse.api.Event;
import sse.api.Subscription;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.stream.ServerEventStream;

/**
 * That a stream gets every event of a topic once and whole, however its connection takes the bytes, and whatever else
 * it follows.
 */
class TopicDeliveryTest {
    private static final String PRELUDE = ":\nretry: 3000\n";
    private static final int BUFFER = 8192;

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private HandDrivenLane lane = new HandDrivenLane(ticker);
    private FakeExchange exchange = new FakeExchange();
    private Topic topic = Topic.builder().ticker(ticker).build();

    /** How a stream follows a topic. */
    enum Way {
        ALONE {
            @Override
            Subscription follow(ServerEventStream stream, Topic topic) {
                return topic.subscribe(stream);
            }
        },
        BESIDE_ANOTHER {
            @Override
            Subscription follow(ServerEventStream stream, Topic topic) {
                return Topic.subscribe(stream, List.of(Topic.builder().build(), topic))
                        .get(1);
            }
        },
        THROUGH_A_VIEW {
            @Override
            Subscription follow(ServerEventStream stream, Topic topic) {
                return topic.subscribe(stream, Optional::of);
            }
        };

        abstract Subscription follow(ServerEventStream stream, Topic topic);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhereTheConnectionStopped(Way way) {
        String frames = frames(0, 3);
        for (int room = 0; room <= frames.length(); room++) {
            ServerEventStream stream = begin(way);
            exchange.room = room;
            publish(0, 3);
            assertThat(exchange.taken()).isEqualTo(frames.substring(0, room));
            exchange.makeRoom(Integer.MAX_VALUE);
            lane.run();
            assertThat(exchange.taken()).isEqualTo(frames.substring(room));
            publish(3, 4);
            assertThat(exchange.taken()).isEqualTo(frames(3, 4));
            assertThat(sentEvents(stream)).as("room for " + room).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversByteByByte(Way way) {
        ServerEventStream stream = begin(way);
        exchange.room = 0;
        publish(0, 3);
        StringBuilder taken = new StringBuilder();
        String frames = frames(0, 3);
        for (int i = 0; i < frames.length(); i++) {
            exchange.makeRoom(1);
            lane.run();
            taken.append(exchange.taken());
        }
        assertThat(taken).hasToString(frames);
        assertThat(sentEvents(stream)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void deliversWhatIsLargerThanTheBuffer(Way way) {
        ServerEventStream stream = begin(way);
        String large = frame(1, "x".repeat(3 * BUFFER));
        topic.publishAll(List.of(event(0, "x"), event(1, "x".repeat(3 * BUFFER)), event(2, "xx")));
        lane.run();
        assertThat(exchange.taken()).isEqualTo(frame(0, "x") + large + frame(2, "xx"));
        topic.publish(event(1, "x".repeat(3 * BUFFER)));
        lane.run();
        assertThat(exchange.taken()).isEqualTo(large);
        assertThat(sentEvents(stream)).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void fillsTheBufferToItsLastByte(Way way) {
        begin(way);
        int rest = BUFFER - frame(0, "").length();
        exchange.writes = 0;
        topic.publish(event(0, "x".repeat(rest)));
        lane.run();
        assertThat(exchange.taken()).hasSize(BUFFER);
        assertThat(exchange.writes).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void deliversMoreThanOneTurnTakes(Way way) {
        ServerEventStream stream = begin(way);
        publish(0, 2000);
        assertThat(exchange.taken()).isEqualTo(frames(0, 2000));
        assertThat(sentEvents(stream)).isEqualTo(2000);
    }

    @ParameterizedTest
    @EnumSource
    void putsWhatIsSentToTheStreamFirst(Way way) {
        ServerEventStream stream = begin(way);
        exchange.room = 5;
        publish(0, 2);
        stream.send("sent");
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        String begun = frame(0, "x");
        assertThat(exchange.taken()).isEqualTo(begun + "data: sent\n\n" + frame(1, "x"));
    }

    @ParameterizedTest
    @EnumSource
    void sendsQueuedFramesBeforePublishedEvents(Way way) {
        ServerEventStream stream = begin(way);
        exchange.room = 5;
        stream.send("sent");
        lane.run();
        topic.publish(event(0, "x")); // So the topic has its turn before the stream.
        exchange.makeRoom(Integer.MAX_VALUE);
        lane.run();
        assertThat(exchange.taken()).isEqualTo("data: sent\n\n" + frame(0, "x"));
    }

    private ServerEventStream begin(Way way) {
        lane = new HandDrivenLane(ticker);
        exchange = new FakeExchange();
        topic = Topic.builder().ticker(ticker).build();
        ServerEventStream stream = lane.open(exchange);
        way.follow(stream, topic);
        lane.run();
        assertThat(exchange.taken()).isEqualTo(PRELUDE);
        return stream;
    }

    private void publish(int from, int to) {
        topic.publishAll(IntStream.range(from, to).mapToObj(i -> event(i, "x")).toList());
        lane.run();
    }

    private static long sentEvents(ServerEventStream stream) {
        return stream.lane().counters().statistics().sentEvents();
    }

    private static Event event(int number, String data) {
        return Event.builder().id("e" + number).data(data).build();
    }

    private static String frames(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> frame(i, "x")).collect(Collectors.joining());
    }

    private static String frame(int number, String data) {
        return "id: e" + number + "\ndata: " + data + "\n\n";
    }
}
