package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.Headers;
import sse.api.Topic;
import sse.api.internal.topic.Logs;
import sse.api.spi.EventLog;
import sse.api.spi.LogEntry;

/** Topics over logs of the user's own, which may throw, or read less than there is. The lane is driven by hand. */
class UnusualLogTest {
    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = new FakeExchange();

    @Test
    void failsTheStreamForWhichItThrowsAndNoOther() {
        Topic topic = topic(new Forwarding() {
            @Override
            public OptionalLong positionAfter(String id) {
                throw new IllegalStateException("expected by this test");
            }
        });
        exchange.headers = Headers.of("Last-Event-ID", "1");
        OpenStream stream = lane.open(exchange);
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
    void keepsTheOrderOfSeveralTopicsWhereItReadsLessThanThereIs() {
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
        OpenStream stream = lane.open(exchange);
        Topic.subscribe(stream, List.of(slow, other));
        lane.run();
        exchange.taken();
        slow.publishAll(Arrays.asList(event("1"), event("2")));
        other.publish(event("3"));
        lane.run();
        assertThat(exchange.taken()).isEqualTo("id: 1\ndata: x\n\nid: 2\ndata: x\n\nid: 3\ndata: x\n\n");
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
