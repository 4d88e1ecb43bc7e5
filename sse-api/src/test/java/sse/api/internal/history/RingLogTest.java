package sse.api.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.internal.HandDrivenTicker;
import sse.api.internal.StillTicker;

class RingLogTest {
    private static final Duration AGE = Duration.ofSeconds(10);

    private final StillTicker ticker = new StillTicker();
    private final Sequence sequence = new Sequence("e");

    private RingLog log(int events, long bytes) {
        return new RingLog(sequence, new Retention(events, bytes, AGE), ticker);
    }

    private static List<String> data(EntryLog log, long from) {
        LogEntry[] entries = new LogEntry[1000];
        int count = log.read(from, entries);
        return Arrays.stream(entries, 0, count)
                .map(entry -> entry.event().data().orElseThrow())
                .toList();
    }

    private static List<String> publish(EntryLog log, String... data) {
        List<String> ids = new ArrayList<>();
        for (String text : data) {
            log.append(List.of(Event.of(text))).forEach(entry -> ids.add(entry.id()));
        }
        return ids;
    }

    @Test
    void holdsAnEventOnceAsItsBytes() {
        RingLog log = log(10, 1 << 20);

        LogEntry entry = log.append(List.of(Event.of("tick", "a\nb"))).get(0);

        assertThat(entry.id()).isEqualTo("e-1");
        assertThat(StandardCharsets.UTF_8.decode(entry.frame().asByteBuffer()).toString())
                .isEqualTo("event: tick\nid: e-1\ndata: a\ndata: b\n\n");
        assertThat(entry.event())
                .isEqualTo(Event.builder().type("tick").id("e-1").data("a\nb").build());
    }

    @Test
    void refusesMoreAtOnceThanItHolds() {
        RingLog log = log(3, 1 << 20);
        List<Event> four = Collections.nCopies(4, Event.of("x"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.append(four))
                .withMessage("events must be at most as many as are held, 3: 4");
        assertThat(log.head()).isZero();
        assertThat(log.append(four.subList(0, 3))).hasSize(3);
    }

    @Test
    void appendsAllOrNone() {
        RingLog log = log(10, 1 << 20);
        List<Event> events = new AbstractList<>() {
            @Override
            public Event get(int index) {
                if (index == 2) {
                    throw new OutOfMemoryError("no room for the last, as the test wants it");
                }
                return Event.builder().id("own-" + index).data("lost").build();
            }

            @Override
            public int size() {
                return 3;
            }
        };
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> log.append(events))
                .withMessage("no room for the last, as the test wants it");
        assertThat(log.head()).isZero();
        assertThat(log.positionAfter("own-0")).isEmpty();
        assertThat(publish(log, "0")).containsExactly("e-1");
        assertThat(data(log, 0)).containsExactly("0");
    }

    /** What reads a sequence's number needs no lock, and expects every entry up to it. */
    @Nested
    class Numbers {
        private final List<List<String>> readable = new ArrayList<>();
        private @Nullable EntryLog log;

        private final Sequence observed = new Sequence("e") {
            @Override
            public void advanceTo(long number) {
                readable.add(data(Objects.requireNonNull(log), 0));
                assertThat(log.head()).isEqualTo(number);
                super.advanceTo(number);
            }
        };

        @Test
        void advanceOnceEntriesAreStored() {
            log = new RingLog(observed, new Retention(10, 1 << 20, AGE), ticker);

            log.append(List.of(Event.of("0")));
            log.append(List.of(Event.of("1"), Event.of("2")));
            log.append(List.of(Event.of("3").withId("own")));

            assertThat(readable).containsExactly(List.of("0"), List.of("0", "1", "2"), List.of("0", "1", "2", "3"));
            assertThat(log.readableSequence()).isEqualTo(4);
        }
    }

    @Test
    void retainsSoManyEvents() {
        RingLog log = log(3, 1 << 20);

        publish(log, "0", "1", "2");
        assertThat(data(log, 0)).containsExactly("0", "1", "2");

        publish(log, "3");
        assertThat(log.tail()).isEqualTo(1);
        assertThat(data(log, 0)).isEmpty();
        assertThat(data(log, 1)).containsExactly("1", "2", "3");
    }

    @Test
    void countsBytesIdsAndWhatHoldsThem() {
        // "id: e-1\ndata: x\n\n" has 17 bytes, "e-1" 3, and what holds them 144.
        long each = 17 + 3 + 144;
        for (long slack : new long[] {-1, 0, 1}) {
            RingLog log = new RingLog(new Sequence("e"), new Retention(100, 3 * each + slack, AGE), ticker);

            publish(log, "0", "1", "2");

            assertThat(log.tail()).isEqualTo(slack < 0 ? 1 : 0);
            publish(log, "3");
            assertThat(log.tail()).isEqualTo(slack < 0 ? 2 : 1);
        }
    }

    @Test
    void countsAnIdThatAnEventHasBroughtTwice() {
        Event event = Event.of("x").withId("mine");
        long each = "id: mine\ndata: x\n\n".length() + "mine".length() + 224;
        for (long slack : new long[] {-1, 0}) {
            RingLog log = log(100, 2 * each + slack);

            log.append(List.of(event, event.withId("than")));

            assertThat(log.tail()).isEqualTo(slack < 0 ? 1 : 0);
        }
    }

    @Test
    void retainsTheNewestEventHoweverLarge() {
        RingLog log = log(100, 1);

        publish(log, "x".repeat(1000), "y".repeat(1000));

        assertThat(data(log, 1)).containsExactly("y".repeat(1000));
        assertThat(log.tail()).isEqualTo(1);
    }

    @Test
    void letsNobodyBeginAtAnEventThatIsTooOldAlsoIfNothingIsPublished() {
        RingLog log = log(100, 1 << 20);
        publish(log, "0");
        ticker.advance(AGE.dividedBy(2));
        publish(log, "1");

        ticker.advance(AGE.dividedBy(2));
        assertThat(log.tail()).isZero();
        ticker.advance(Duration.ofNanos(1));
        assertThat(log.tail()).isEqualTo(1);
        assertThat(data(log, 0)).isEmpty();
        ticker.advance(AGE);
        assertThat(log.tail()).isEqualTo(2);
        assertThat(log.head()).isEqualTo(2);

        publish(log, "2");
        ticker.advance(AGE);
        assertThat(log.tail()).isEqualTo(2);
        assertThat(data(log, 2)).containsExactly("2");
    }

    @Test
    void doesNotKnowTheIdOfAnEventThatIsTooOldAlsoIfNobodyHasLooked() {
        RingLog log = log(100, 1 << 20);
        publish(log, "0", "1");
        ticker.advance(AGE);
        assertThat(log.positionAfter("e-1")).hasValue(1);
        ticker.advance(Duration.ofNanos(1));
        assertThat(log.positionAfter("e-1")).isEmpty();
        assertThat(log.positionAfter("e-2")).hasValue(2);
    }

    @Test
    void growsAlsoWhereMuchWasForgottenAtOnce() {
        RingLog log = log(1000, 1 << 20);
        publish(log, "x".repeat(40).split(""));
        log.forgetBefore(40);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            expected.add(Integer.toString(i));
            publish(log, Integer.toString(i));
        }
        assertThat(data(log, 40)).isEqualTo(expected);
    }

    @Test
    void findsWhereAnIdIsAlsoOneOfAnotherLogOfTheSequence() {
        RingLog log = log(2, 1 << 20);
        RingLog other = log(2, 1 << 20);
        String first = publish(log, "0").get(0);
        String between = publish(other, "x").get(0);
        String second = publish(log, "1").get(0);

        assertThat(log.positionAfter(first)).hasValue(1);
        assertThat(log.positionAfter(between)).hasValue(1);
        assertThat(log.positionAfter(second)).hasValue(2);
        assertThat(log.positionAfter("e-4")).isEmpty();
        assertThat(log.positionAfter("f-1")).isEmpty();

        publish(log, "2", "3");
        assertThat(log.positionAfter(first)).isEqualTo(OptionalLong.empty());
        assertThat(log.positionAfter(second)).hasValue(2);
    }

    @Test
    void findsOwnIdWhileAllAfterItIsRetained() {
        RingLog log = log(2, 1 << 20);

        log.append(List.of(own("0", "a"), own("1", "b")));
        assertThat(log.positionAfter("a")).hasValue(1);
        publish(log, "2");
        assertThat(log.positionAfter("a")).as("nothing behind it has gone").hasValue(1);
        publish(log, "3");
        assertThat(log.positionAfter("a")).isEmpty();
        assertThat(log.positionAfter("b")).hasValue(2);
    }

    private static Event own(String data, String id) {
        return Event.of(data).withId(id);
    }

    @Nested
    class RepeatedIds {
        private final RingLog log = log(3, 1 << 20);

        @Test
        void areNoPositionWhileBothAreRetained() {
            log.append(List.of(own("0", "a"), own("1", "b"), own("2", "a")));

            assertThat(log.positionAfter("a")).isEmpty();
            assertThat(log.positionAfter("b")).hasValue(2);
        }

        @Test
        void areNoPositionWhenFirstWasEvicted() {
            log.append(List.of(own("0", "a"), own("1", "b"), own("2", "c")));
            publish(log, "3", "4");
            log.append(List.of(own("5", "a")));

            assertThat(log.positionAfter("a")).isEmpty();
            publish(log, "6", "7", "8");
            assertThat(log.positionAfter("a")).as("evicted last").isEmpty();
            publish(log, "9");
            assertThat(log.positionAfter("a")).isEmpty();
        }

        @Test
        void areNoPositionWhenNumbersStartAgain() {
            for (int i = 1; i <= 10; i++) {
                log.append(List.of(own("x", Integer.toString(i))));
            }
            assertThat(log.positionAfter("8")).hasValue(8);
            log.append(List.of(own("again", "1"), own("again", "2")));

            assertThat(log.positionAfter("1")).isEmpty();
            assertThat(log.positionAfter("2")).isEmpty();
            log.append(List.of(own("later", "11")));
            assertThat(log.positionAfter("11")).hasValue(13);
        }

        @Test
        void areNoPositionIfATopicHasGivenThem() {
            String given = publish(log, "0").get(0);
            log.append(List.of(own("1", given)));

            assertThat(log.positionAfter(given)).isEmpty();
        }

        @Test
        void doNotMakeNumbersUnknownAmongOtherIds() {
            log.append(List.of(own("x", "a")));
            for (int i = 100; i > 0; i--) {
                log.append(List.of(own("x", Integer.toString(i))));
                assertThat(log.positionAfter(Integer.toString(i))).hasValue(102 - i);
            }
            log.append(List.of(own("x", "77")));
            assertThat(log.positionAfter("77")).isEmpty();
        }

        @Test
        void doNotMakeOtherIdsUnknown() {
            for (int i = 0; i < 100; i++) {
                String id = UUID.nameUUIDFromBytes(new byte[] {(byte) i}).toString();
                log.append(List.of(own("x", id)));
                assertThat(log.positionAfter(id)).hasValue(i + 1);
            }
        }
    }

    @Nested
    class Quiet {
        private final HandDrivenTicker time = new HandDrivenTicker();

        private RingLog newLog() {
            return new RingLog(sequence, new Retention(100_000, 1 << 26, AGE), time);
        }

        @Test
        void evictsWithinASecond() {
            RingLog log = newLog();
            publish(log, "0", "1");
            time.advance(AGE.dividedBy(2));
            publish(log, "2");

            time.advance(AGE.dividedBy(2).plusSeconds(1));
            assertThat(log.size()).isEqualTo(1);
            time.advance(AGE.dividedBy(2).plusSeconds(1));
            assertThat(log.size()).isZero();
            assertThat(log.retainedBytes()).isZero();
            assertThat(time.tasks()).isZero();

            publish(log, "3");
            time.advance(AGE.plusSeconds(1));
            assertThat(log.size()).isZero();
        }

        @Test
        void sharesOneTimerWithOtherLogs() {
            List<RingLog> logs = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                logs.add(newLog());
                publish(logs.get(i), "x");
            }

            assertThat(time.tasks()).isEqualTo(1);
            time.advance(AGE.plusSeconds(2));
            assertThat(logs).allMatch(log -> log.size() == 0);
        }

        @Test
        void shrinksAfterBurst() {
            RingLog log = newLog();
            for (int i = 0; i < 10_000; i++) {
                publish(log, "x");
            }
            assertThat(log.capacity()).isEqualTo(16_384);

            for (int i = 0; i < 15; i++) {
                time.advance(Duration.ofSeconds(1));
                publish(log, "later");
            }
            assertThat(log.capacity()).isEqualTo(64);
            assertThat(data(log, log.tail())).hasSize(11).allMatch("later"::equals);
        }

        @Test
        void shrinksAfterBurstThatWasForgotten() {
            RingLog log = newLog();
            for (int i = 0; i < 1000; i++) {
                publish(log, "x");
            }
            log.forgetBefore(1000);
            time.advance(AGE.plusSeconds(3));

            assertThat(log.capacity()).isEqualTo(64);
            assertThat(time.tasks()).isZero();
        }
    }

    @Test
    void saysWhatIsBeforeItsTailAndNothingElse() {
        RingLog log = log(2, 1 << 20);
        assertThat(log.idBefore(0)).isEmpty();
        publish(log, "0", "1", "2");
        assertThat(log.idBefore(0)).isEmpty();
        assertThat(log.idBefore(1)).contains(new NumberedId("e-1", 1));
        assertThat(log.idBefore(2)).isEmpty();
    }

    @Test
    void forgetsWhatNobodyNeeds() {
        RingLog log = log(100, 1 << 20);
        List<String> ids = publish(log, "0", "1", "2");

        log.forgetBefore(2);
        log.forgetBefore(1);

        assertThat(log.tail()).isEqualTo(2);
        assertThat(data(log, 2)).containsExactly("2");
        assertThat(log.positionAfter(ids.get(0))).isEmpty();
        assertThat(log.positionAfter(ids.get(1))).hasValue(2);
        log.forgetBefore(3);
        publish(log, "3");
        assertThat(data(log, 3)).containsExactly("3");
    }

    @Test
    void growsWithoutLosingAnything() {
        RingLog log = log(1000, 1 << 20);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            publish(log, Integer.toString(i));
            if (i >= 30) {
                expected.add(Integer.toString(i));
            } else {
                log.forgetBefore(i + 1);
            }
            ticker.advance(Duration.ofNanos(1));
        }
        assertThat(data(log, 30)).isEqualTo(expected);
        ticker.advance(AGE.minusNanos(270));
        assertThat(log.tail()).isEqualTo(30);
        ticker.advance(Duration.ofNanos(1));
        assertThat(log.tail()).isEqualTo(31);
    }
}
