package sse.api.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.Event;

class FrameTest {

    private static final String WIRE = "event: t\nid: ü\ndata: a\ndata: b\n\n";
    private static final byte[] BYTES = WIRE.getBytes(StandardCharsets.UTF_8);
    private static final Frame FRAME =
            Frame.of(Event.builder().type("t").id("ü").data("a\nb").build());

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }

    @Test
    void holdsTheBytesOfItsEvent() {
        assertThat(FRAME.size()).isEqualTo(BYTES.length);
        assertThat(text(FRAME.asByteBuffer())).isEqualTo(WIRE);
    }

    @ParameterizedTest
    @MethodSource("events")
    void givesItsEventBack(Event event) {
        Event read = Frame.of(event).event();

        assertThat(read).isEqualTo(event);
        assertThat(read.data()).isEqualTo(event.data());
        assertThat(read.comment()).isEqualTo(event.comment());
        assertThat(text(Frame.of(read).asByteBuffer()))
                .isEqualTo(text(Frame.of(event).asByteBuffer()));
    }

    static List<Event> events() {
        return List.of(
                Event.of(""),
                Event.of("\n"),
                Event.of("data: \ndata: data: \n\n"),
                Event.of("data", "data:"),
                Event.of("event: x", "a\r\nb\rc\nd"),
                Event.comment(""),
                Event.comment(": \n: :\n"),
                Event.retry(Duration.ofMillis(1234)),
                Event.builder().id("").build(),
                Event.builder().id("id: i").type("e").build(),
                Event.builder()
                        .comment("c\nd: ")
                        .type("\u00fc\0")
                        .id("\u20ac")
                        .retry(Duration.ZERO)
                        .data("\ud83d\ude00\nretry: 3")
                        .build());
    }

    @Test
    void copiesItself() {
        Stream.of(ByteBuffer.allocate(100), ByteBuffer.allocateDirect(100)).forEach(target -> {
            target.position(3);

            FRAME.copyTo(target);

            assertThat(target.position()).isEqualTo(3 + BYTES.length);
            assertThat(text(target.flip().position(3))).isEqualTo(WIRE);
        });
    }

    @Test
    void copiesEveryPartOfItself() {
        for (int from = 0; from <= BYTES.length; from++) {
            for (int end = from; end <= BYTES.length; end++) {
                ByteBuffer target = ByteBuffer.allocate(BYTES.length);
                FRAME.copyTo(from, target, end - from);
                assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(BYTES, from, end - from));
            }
        }
    }

    @Test
    void copiesNothingWhenOneByteIsMissing() {
        ByteBuffer target = ByteBuffer.allocate(BYTES.length).position(1);

        assertThatThrownBy(() -> FRAME.copyTo(target)).isInstanceOf(BufferOverflowException.class);
        assertThatThrownBy(() -> FRAME.copyTo(0, target, BYTES.length)).isInstanceOf(BufferOverflowException.class);

        assertThat(target).isEqualTo(ByteBuffer.allocate(BYTES.length).position(1));
    }

    @Test
    void refusesPartOutsideOfItself() {
        ByteBuffer target = ByteBuffer.allocate(100);

        assertThatThrownBy(() -> FRAME.copyTo(-1, target, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FRAME.copyTo(0, target, BYTES.length + 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FRAME.copyTo(1, target, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(target.position()).isZero();
    }

    @Test
    void cannotBeChangedThroughAView() {
        assertThat(FRAME.asByteBuffer().isReadOnly()).isTrue();
        assertThat(FRAME.asByteBuffer().hasArray()).isFalse();
        FRAME.asByteBuffer().position(5);
        assertThat(FRAME.asByteBuffer().position()).isZero();
    }

    @Test
    void isDescribedByItsSize() {
        assertThat(Frame.of(Event.of("x"))).hasToString("Frame[9 bytes]");
    }
}
