package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.EventStream;
import sse.api.GapPolicy;
import sse.api.Headers;
import sse.api.LagPolicy;
import sse.api.internal.CoreLog;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.Thrown;
import sse.api.internal.history.CompactedLog;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.LogEntry;
import sse.api.internal.history.Logs;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.GapSign;

/** Topics over logs of the user's own, which may throw, or read less than there is. The lane is driven by hand. */
class UnusualLogTest {
    @RegisterExtension
    final CoreLog coreLog = new CoreLog();

    private final HandDrivenTicker ticker = new HandDrivenTicker();
    private final HandDrivenLane lane = new HandDrivenLane(ticker);
    private final FakeExchange exchange = new FakeExchange();

    @ParameterizedTest
    @EnumSource
    void failsTheStreamForWhichItThrowsAndNoOther(Thrown thrown) {
        TopicCore topic = topic(new Forwarding() {
            @Override
            public OptionalLong positionAfter(String id) {
                throw thrown.now();
            }
        });
        exchange.headers = Headers.of("Last-Event-ID", "1");
        ServerEventStream stream = lane.open(exchange);
        subscribe(stream, topic);
        lane.run();
        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        assertThat(topic.subscribers()).isZero();

        FakeExchange other = new FakeExchange();
        lane.open(other, opened -> subscribe(opened, topic));
        topic.publish(List.of(event("2")));
        lane.run();
        assertThat(other.taken()).isEqualTo(":\nretry: 3000\nid: 2\ndata: x\n\n");
    }

    @Test
    void isNotSignalledOfOnALaneOnWhichItThrew() {
        boolean[] throwsNow = new boolean[1];
        TopicCore topic = topic(new Forwarding() {
            @Override
            public long head() {
                if (throwsNow[0]) {
                    throw new IllegalStateException("expected by this test");
                }
                return super.head();
            }
        });
        ServerEventStream stream = lane.open(exchange);
        subscribe(stream, topic);
        throwsNow[0] = true;
        lane.run();
        assertThat(stream.closeReason()).contains(CloseReason.FAILED);
        throwsNow[0] = false;
        topic.publish(List.of(event("1")));
        assertThat(lane.waiting()).as("nobody is there").isZero();
    }

    @Test
    void keepsOrderOfTopicsOnShortReads() {
        TopicCore slow = topic(new Forwarding() {
            @Override
            public int read(long from, LogEntry[] into) {
                LogEntry[] one = new LogEntry[1];
                int count = super.read(from, one);
                System.arraycopy(one, 0, into, 0, count);
                return count;
            }
        });
        TopicCore other = topic(new Forwarding());
        ServerEventStream stream = lane.open(exchange);
        subscribe(stream, slow, other);
        lane.run();
        exchange.taken();
        slow.publish(List.of(event("1"), event("2")));
        other.publish(List.of(event("3")));
        lane.run();
        assertThat(exchange.taken()).isEqualTo("id: 1\ndata: x\n\nid: 2\ndata: x\n\nid: 3\ndata: x\n\n");
    }

    @Test
    void readsEventPublishedAfterItsLaneFoundNothing() {
        boolean[] published = new boolean[1];
        TopicCore late = topic(new Forwarding() {
            @Override
            public long head() {
                long head = super.head();
                if (exchange.writes > 0 && !published[0]) {
                    published[0] = true;
                    append(List.of(event("late")));
                }
                return head;
            }
        });
        TopicCore other = topic(new Forwarding());
        subscribe(lane.open(exchange), late, other);
        lane.run();
        other.publish(List.of(event("after")));
        lane.run();

        assertThat(exchange.taken()).isEqualTo(":\nretry: 3000\nid: late\ndata: x\n\nid: after\ndata: x\n\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void emitsGapBetweenBatchesOfOtherTopic(boolean hasView) {
        TopicCore states = compacted(40);
        int[] reads = new int[1];
        TopicCore publishing = topic(new Forwarding() {
            @Override
            public long readableSequence() {
                if (reads[0]++ == 1) {
                    publish(states, 40, 75);
                }
                return super.readableSequence();
            }
        });
        publish(states, 0, 40);
        ServerEventStream stream = lane.open(exchange);
        TopicCore.subscribe(
                stream, List.of(states, publishing), hasView ? Optional.of(Optional::of) : Optional.empty());
        lane.run();
        assertThat(exchange.taken())
                .isEqualTo(
                        ":\nretry: 3000\n" + frames(0, 32) + "event: gap\ndata: events were lost\n\n" + frames(35, 75));
    }

    private static void publish(TopicCore topic, int from, int to) {
        IntStream.range(from, to).forEach(i -> topic.publish(List.of(event("" + i))));
    }

    private static String frames(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "id: " + i + "\ndata: x\n\n")
                .collect(Collectors.joining());
    }

    private TopicCore topic(EntryLog log) {
        return TopicCore.over(log, config(GapPolicy.OLDEST, 0));
    }

    private TopicCore compacted(int keys) {
        TopicDefinition.Compaction byId = new TopicDefinition.Compaction(
                new CompactedLog.Keys(event -> event.id().orElseThrow(), event -> false),
                keys,
                1 << 20,
                Optional.empty());
        return HubCore.ofProcess()
                .create(new TopicDefinition(
                        Optional.empty(), Optional.of(byId), ticker, config(GapPolicy.OLDEST, Long.MAX_VALUE)));
    }

    private static TopicConfig config(GapPolicy gap, long replayed) {
        return new TopicConfig(
                LagPolicy.DISCONNECT,
                gap,
                Optional.of(new GapSign(Event.of("gap", "events were lost"), false)),
                replayed,
                TopicConfig.Resuming.DEFAULTS,
                TopicConfig.Signs.NONE,
                List.of(),
                List.of(),
                List.of());
    }

    private static void subscribe(EventStream stream, TopicCore... topics) {
        TopicCore.subscribe(stream, List.of(topics), Optional.empty());
    }

    private static Event event(String id) {
        return Event.builder().id(id).data("x").build();
    }

    /** A log that does what one in memory does. */
    private class Forwarding implements EntryLog {
        private final EntryLog log = Logs.inMemory(100, 100_000, Duration.ofHours(1), ticker);

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
