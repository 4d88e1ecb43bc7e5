package sse.api.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.internal.StillTicker;
import sse.api.spi.Frame;

/** What is encoded before the lock of a sequence has the bytes of what would be encoded under it. */
class NumberedFrameTest {
    private static final List<Event> EVENTS = List.of(
            Event.of("x"),
            Event.of("tick", "a\nb"),
            Event.builder()
                    .comment("c\nid: 9")
                    .type("é")
                    .data("")
                    .retry(Duration.ofSeconds(1))
                    .build());

    private static String text(Frame frame) {
        return StandardCharsets.UTF_8.decode(frame.asByteBuffer()).toString();
    }

    @Test
    void hasBytesOfEventWithId() {
        for (Event event : EVENTS) {
            for (long expected : new long[] {1, 9, 10, 99, 12345}) {
                for (long number : new long[] {1, 2, 9, 10, 11, 99, 100, 12345, 99999, 100000}) {
                    String actual = text(new NumberedFrame(event, "epoch-", expected).withNumber(number));

                    assertThat(actual).isEqualTo(text(Frame.of(event.withId("epoch-" + number))));
                }
            }
        }
    }

    @Test
    void isEncodedWithoutLockOfSequence() {
        Sequence sequence = new Sequence("e");
        List<Boolean> locked = new ArrayList<>();
        List<Event> events = new AbstractList<>() {
            @Override
            public Event get(int index) {
                locked.add(Thread.holdsLock(sequence));
                return Event.of("x");
            }

            @Override
            public int size() {
                return 2;
            }
        };
        RingLog log = new RingLog(sequence, new Retention(100, 1 << 20, Duration.ofHours(1)), new StillTicker());
        log.append(events);

        assertThat(locked.subList(0, 2)).containsExactly(false, false);
    }

    @Test
    void hasNumbersOfItsAppending() {
        Sequence sequence = new Sequence("e");
        RingLog log = new RingLog(sequence, new Retention(100, 1 << 20, Duration.ofHours(1)), new StillTicker());
        EncodedEvents first = log.encode(List.of(Event.of("a"), Event.of("own").withId("own"), Event.of("b")));
        EncodedEvents second = log.encode(List.of(Event.of("c")));
        for (int i = 0; i < 8; i++) {
            log.append(List.of(Event.of("before")));
        }

        assertThat(log.append(second)).extracting(entry -> text(entry.frame())).containsExactly("id: e-9\ndata: c\n\n");
        assertThat(log.append(first))
                .extracting(entry -> text(entry.frame()))
                .containsExactly("id: e-10\ndata: a\n\n", "id: own\ndata: own\n\n", "id: e-12\ndata: b\n\n");
        assertThat(log.positionAfter("e-10")).hasValue(10);
    }
}
