package sse.api.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.internal.StillTicker;

/** The type of an event is its key. */
class CompactedLogTest {
    private final Sequence sequence = new Sequence("e");
    private final RingLog live =
            new RingLog(sequence, new Retention(100, 1 << 20, Duration.ofHours(1)), new StillTicker());
    private final CompactedEntries newest =
            new CompactedEntries(sequence, new CompactionLimits(3, 1 << 20, new StillTicker()));
    private final CompactedLog log =
            new CompactedLog(sequence, new CompactedLog.Keys(CompactedLogTest::typeOf, event -> false), live, newest);

    @Test
    void findsWhereAClientGoesOn() {
        List<String> ids = append("a", "b", "a", "c");
        assertThat(ids).containsExactly("e-1", "e-2", "e-3", "e-4");
        assertThat(log.head()).isEqualTo(4);
        assertThat(log.tail()).isZero();
        assertThat(log.readableSequence()).isEqualTo(4);
        assertThat(log.positionAfter("e-1")).hasValue(1);
        assertThat(log.positionAfter("e-2")).hasValue(2);
        assertThat(log.positionAfter("e-3")).hasValue(3);
        assertThat(log.positionAfter("e-4")).hasValue(4);
        assertThat(log.positionAfter("e-5")).isEmpty();
        assertThat(log.positionAfter("f-1")).isEmpty();
    }

    @Test
    void knowsTheIdThatTheNewestEventOfAKeyHasBrought() {
        log.append(
                List.of(Event.of("a", "0").withId("own-0"), Event.of("b", "1").withId("own-1")));
        assertThat(log.positionAfter("own-0")).hasValue(1);
        assertThat(log.positionAfter("own-1")).hasValue(2);
        log.append(List.of(Event.of("a", "2").withId("own-2")));
        assertThat(log.positionAfter("own-0")).isEmpty();
        assertThat(log.positionAfter("own-2")).hasValue(3);
    }

    @Test
    void doesNotKnowOwnIdThatWasRepeated() {
        log.append(List.of(Event.of("a", "0").withId("1")));
        log.append(List.of(Event.of("b", "1").withId("2"), Event.of("a", "2").withId("1")));

        assertThat(log.positionAfter("1")).isEmpty();
        assertThat(log.positionAfter("2")).hasValue(2);
        log.append(List.of(Event.of("c", "3").withId("3")));
        assertThat(log.positionAfter("3")).hasValue(4);
    }

    @Test
    void doesNotKnowWhereOneGoesOnWhoHasNotSeenAKeyThatIsForgotten() {
        append("a", "b", "c", "d");
        assertThat(log.tail()).isEqualTo(1);
        assertThat(log.positionAfter("e-1")).as("has seen it").hasValue(1);
        append("e");
        assertThat(log.tail()).isEqualTo(2);
        assertThat(log.positionAfter("e-1")).as("has not").isEmpty();
        assertThat(log.positionAfter("e-2")).hasValue(2);
    }

    @Test
    void forgetsTheKeyWhoseNewestEventIsOldest() {
        append("a", "b", "a", "c", "d");
        assertThat(log.tail()).as("behind b").isEqualTo(2);
        append("e");
        assertThat(log.tail()).as("behind the second a").isEqualTo(3);
    }

    @Test
    void hasEveryEventForThoseWhoAreUpToDate() {
        append("a", "a", "b");
        LogEntry[] into = new LogEntry[10];
        assertThat(log.read(1, into)).isEqualTo(2);
        assertThat(Stream.of(into).limit(2).map(LogEntry::id)).containsExactly("e-2", "e-3");
    }

    @Test
    void appendsNothingWhereAnEventHasNoKey() {
        assertThatNullPointerException()
                .isThrownBy(() -> log.append(List.of(Event.of("a", "0"), Event.of("no type"))))
                .withMessage("key must not be null");
        assertThat(log.head()).isZero();
        assertThat(live.head()).isZero();
    }

    @SuppressWarnings("NullAway") // What a user without null checks may return.
    private static String typeOf(Event event) {
        return event.type().orElse(null);
    }

    private List<String> append(String... keys) {
        List<Event> events = Stream.of(keys).map(key -> Event.of(key, "x")).toList();
        return log.append(events).stream().map(LogEntry::id).toList();
    }
}
