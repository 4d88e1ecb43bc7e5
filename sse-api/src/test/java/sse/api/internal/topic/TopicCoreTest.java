package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.LagPolicy;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.StillTicker;
import sse.api.internal.Thrown;
import sse.api.internal.history.CompactedLog;
import sse.api.internal.history.EntryLog;
import sse.api.internal.history.LogEntry;
import sse.api.internal.stream.ServerEventStream;

/** What a topic holds while nobody is there, or not yet. */
class TopicCoreTest {
    private static final TopicConfig HABITS = new TopicConfig(
            LagPolicy.DISCONNECT,
            GapPolicy.LIVE,
            Optional.empty(),
            0,
            TopicConfig.Resuming.DEFAULTS,
            TopicConfig.Signs.NONE,
            List.of(),
            List.of(),
            List.of());

    private final HandDrivenLane lane = new HandDrivenLane(new HandDrivenTicker());

    @Test
    void forgetsAtOnceWhatNobodyHears() {
        TopicCore core = withoutHistory();
        core.publish(List.of(Event.of("a"), Event.of("b")));
        assertThat(core.log().events().head()).isEqualTo(2);
        assertThat(core.log().events().tail()).isEqualTo(2);
        assertThat(core.log().hasHistory()).isFalse();
    }

    @Test
    void holdsWhatASubscriberIsToGetUntilItHasIt() {
        TopicCore core = withoutHistory();
        ServerEventStream stream = lane.open(new FakeExchange());
        core.publish(List.of(Event.of("a")));
        subscribe(stream, core);
        core.publish(List.of(Event.of("b"), Event.of("c")));
        assertThat(core.log().events().tail()).isEqualTo(1);
        lane.run();
        core.publish(List.of(Event.of("d")));
        lane.run();
        assertThat(core.log().events().tail()).isEqualTo(4);
    }

    @Test
    void holdsNothingForWhoDoesNotBegin() {
        TopicCore core = withoutHistory();
        ServerEventStream over = lane.open(new FakeExchange());
        subscribe(over, core);
        core.publish(List.of(Event.of("a")));
        assertThat(core.log().events().tail()).isZero();
        over.abort(CloseReason.CLIENT_GONE);
        lane.run();
        assertThat(core.log().events().tail()).isEqualTo(1);
    }

    @Test
    void retainsNothingForStreamOnStoppedLane() {
        TopicCore core = withoutHistory();
        ServerEventStream over = lane.open(new FakeExchange());
        ServerEventStream alsoOver = lane.open(new FakeExchange());
        subscribe(over, core);
        subscribe(alsoOver, core);
        over.abort(CloseReason.CLIENT_GONE);
        alsoOver.abort(CloseReason.CLIENT_GONE);
        core.publish(List.of(Event.of("a")));
        assertThat(core.log().events().tail()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void retainsNothingWhenLogOfOtherTopicThrows(Thrown thrown) {
        TopicCore core = withoutHistory();
        TopicCore throwing = TopicCore.over(throwing(thrown), HABITS);
        assertThatThrownBy(() -> subscribe(lane.open(new FakeExchange()), core, throwing))
                .hasMessage(Thrown.MESSAGE);
        core.publish(List.of(Event.of("a")));
        assertThat(core.log().events().tail()).isEqualTo(1);
    }

    @Test
    void holdsTheNewestOfEachKeyThoughNobodyHears() {
        TopicCore core = create(Optional.of(new TopicDefinition.Compaction(
                new CompactedLog.Keys(event -> event.type().orElse(""), event -> false),
                10,
                1 << 20,
                Optional.empty())));
        core.publish(List.of(Event.of("a", "0"), Event.of("b", "1")));
        assertThat(core.log().events().tail()).isZero();
        assertThat(core.log().hasHistory()).isTrue();
    }

    private static TopicCore withoutHistory() {
        return create(Optional.empty());
    }

    private static TopicCore create(Optional<TopicDefinition.Compaction> compaction) {
        return HubCore.ofProcess().create(new TopicDefinition(Optional.empty(), compaction, new StillTicker(), HABITS));
    }

    private static void subscribe(ServerEventStream stream, TopicCore... cores) {
        TopicCore.subscribe(stream, List.of(cores), Optional.empty());
    }

    /** Returns a log that does not even say where its head is. */
    private static EntryLog throwing(Thrown thrown) {
        return new EntryLog() {
            @Override
            public List<LogEntry> append(List<Event> events) {
                throw new AssertionError("nothing is published");
            }

            @Override
            public long head() {
                throw thrown.now();
            }

            @Override
            public long tail() {
                return 0;
            }

            @Override
            public int read(long from, LogEntry[] into) {
                return 0;
            }

            @Override
            public OptionalLong positionAfter(String id) {
                return OptionalLong.empty();
            }

            @Override
            public long readableSequence() {
                return 0;
            }
        };
    }
}
