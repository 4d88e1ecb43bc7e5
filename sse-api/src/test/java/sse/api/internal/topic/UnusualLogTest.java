package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Topic;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.Thrown;
import sse.api.internal.history.Logs;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.EventLog;
import sse.api.spi.LogEntry;

/** Topics over logs of the user's own, which may throw, or read less than there is. The lane is driven by hand. */
class UnusualLogTest {
    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = new FakeExchange();

    @ParameterizedTest
    @EnumSource
    void failsTheStreamForWhichItThrowsAndNoOther(Thrown thrown) {
        Topic topic = topic(new Forwarding() {
            @Override
            public OptionalLong positionAfter(String id) {
                throw thrown.now();
            }
        });
        exchange.headers = Headers.of("Last-Event-ID", "1");
        ServerEventStream stream = lane.open(exchange);
        topic.subscribe(stream);
        lane.run();
        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(topic.subscribers()).isZero();

        FakeExchange other = new FakeExchange();
        lane.open(other, topic);
        topic.publish(event("2"));
        lane.run();
        assertThat(other.taken()).endsWith("id: 2\ndata: x\n\n");
    }

    @Test
    void isNotSignalledOfOnALaneOnWhichItThrew() {
        boolean[] throwsNow = new boolean[1];
        Topic topic = topic(new Forwarding() {
            @Override
            public long head() {
                if (throwsNow[0]) {
                    throw new IllegalStateException("expected by this test");
                }
                return super.head();
            }
        });
        ServerEventStream stream = lane.open(exchange);
        topic.subscribe(stream);
        throwsNow[0] = true;
        lane.run();
        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        throwsNow[0] = false;
        topic.publish(event("1"));
        assertThat(lane.waiting()).as("nobody is there").isZero();
    }

    @Test
    void keepsOrderOfTopicsOnShortReads() {
        Topic slow = topic(new Forwarding() {
            @Override
            public int read(long from, LogEntry[] into) {
                LogEntry[] one = new LogEntry[1];
                int count = super.read(from, one);
                System.arraycopy(one, 0, into, 0, count);
                return count;
            }
        });
        Topic other = topic(new Forwarding());
        ServerEventStream stream = lane.open(exchange);
        Topic.subscribe(stream, List.of(slow, other));
        lane.run();
        exchange.taken();
        slow.publishAll(Arrays.asList(event("1"), event("2")));
        other.publish(event("3"));
        lane.run();
        assertThat(exchange.taken()).isEqualTo("id: 1\ndata: x\n\nid: 2\ndata: x\n\nid: 3\ndata: x\n\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void emitsGapBetweenBatchesOfOtherTopic(boolean hasView) {
        Topic states = Topic.builder()
                .latestByKey(event -> event.id().orElseThrow(), 40)
                .ticker(ticker)
                .build();
        int[] reads = new int[1];
        Topic publishing = topic(new Forwarding() {
            @Override
            public long readableSequence() {
                if (reads[0]++ == 1) {
                    publish(states, 40, 75);
                }
                return super.readableSequence();
            }
        });
        List<Topic> both = List.of(states, publishing);
        publish(states, 0, 40);
        ServerEventStream stream = lane.open(exchange);
        if (hasView) {
            Topic.subscribe(stream, both, Optional::of);
        } else {
            Topic.subscribe(stream, both);
        }
        lane.run();
        assertThat(exchange.taken())
                .isEqualTo(": \nretry: 3000\n\n" + frames(0, 32) + "event: gap\ndata: events were lost\n\n"
                        + frames(35, 75));
    }

    private static void publish(Topic topic, int from, int to) {
        IntStream.range(from, to).forEach(i -> topic.publish(event("" + i)));
    }

    private static String frames(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "id: " + i + "\ndata: x\n\n")
                .collect(Collectors.joining());
    }

    private Topic topic(EventLog log) {
        return Topic.builder().log(log).ticker(ticker).build();
    }

    private static Event event(String id) {
        return Event.builder().id(id).data("x").build();
    }

    /** A log that does what one in memory does. */
    private class Forwarding implements EventLog {
        private final EventLog log = Logs.inMemory(100, 100_000, Duration.ofHours(1), ticker);

        @Override
        public List<LogEntry> append(List<Event> events) {
            return log.append(events);
        }

        @Override
        public long head() {
            return log.head();
        }

        @Override
        public long tail() {
            return log.tail();
        }

        @Override
        public int read(long from, LogEntry[] into) {
            return log.read(from, into);
        }

        @Override
        public OptionalLong positionAfter(String id) {
            return log.positionAfter(id);
        }

        @Override
        public long readableSequence() {
            return log.readableSequence();
        }
    }
}
