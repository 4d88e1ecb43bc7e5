package sse.api.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.GapPolicy;
import sse.api.LagPolicy;

/** What a topic holds while nobody is there. */
class TopicCoreTest {
    private static final TopicCore.Habits HABITS = new TopicCore.Habits(
            LagPolicy.DISCONNECT, GapPolicy.LIVE, Optional.empty(), 0, List.of(), List.of(), List.of());

    @Test
    void forgetsAtOnceWhatNobodyHears() {
        TopicCore core = TopicCore.withoutHistory(new StillTicker(), HABITS);
        core.publish(List.of(Event.of("a"), Event.of("b")));
        assertThat(core.log().head()).isEqualTo(2);
        assertThat(core.log().tail()).isEqualTo(2);
        assertThat(core.isWithoutHistory()).isTrue();
    }

    @Test
    void holdsTheNewestOfEachKeyThoughNobodyHears() {
        TopicCore core = TopicCore.ofState(
                new TopicCore.State(event -> event.type().orElse(""), 10, 1 << 20), new StillTicker(), HABITS);
        core.publish(List.of(Event.of("a", "0"), Event.of("b", "1")));
        assertThat(core.log().tail()).isZero();
        assertThat(core.isWithoutHistory()).isFalse();
    }
}
