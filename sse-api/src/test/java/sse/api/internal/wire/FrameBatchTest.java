package sse.api.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sse.api.Event;
import sse.api.spi.Frame;

class FrameBatchTest {
    /** The size of each frame of these tests: {@code data: 0\n\n}. */
    private static final int FRAME = 9;

    private final FrameBatch batch = new FrameBatch(ByteBuffer.allocate(3 * FRAME));

    @Test
    void composesFramesInOrder() {
        assertThat(batch.isEmpty()).isTrue();
        assertThat(batch.add(frame(1))).isTrue();
        assertThat(batch.add(frame(2))).isTrue();

        assertThat(batch.isEmpty()).isFalse();
        assertThat(batch.count()).isEqualTo(2);
        assertThat(text()).isEqualTo("data: 1\n\ndata: 2\n\n");
    }

    @Test
    void isFullAtTheSizeOfItsBuffer() {
        add(1, 2, 3);

        assertThat(batch.add(frame(4))).isFalse();
        assertThat(batch.count()).isEqualTo(3);
        assertThat(text()).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\n");
    }

    @Test
    void refusesFrameOneByteTooLarge() {
        add(1);
        Frame oneTooLarge = Frame.of(Event.of("x".repeat(2 * FRAME - 7)));

        assertThat(oneTooLarge.size()).isEqualTo(2 * FRAME + 1);
        assertThat(batch.add(oneTooLarge)).isFalse();
        assertThat(batch.add(Frame.of(Event.of("x".repeat(2 * FRAME - 8))))).isTrue();
    }

    @Test
    void givesItsBytesToEachWrite() {
        add(1);
        batch.bytes().position(5);
        batch.settle(5);

        assertThat(text()).isEqualTo("data: 1\n\n");
    }

    @Test
    void holdsAnyNumberOfFrames() {
        FrameBatch large = new FrameBatch(ByteBuffer.allocate(1000 * FRAME));
        for (int i = 0; i < 1000; i++) {
            assertThat(large.add(frame(i % 10))).isTrue();
        }
        large.settle(999 * FRAME + 1);

        assertThat(large.completed()).isEqualTo(999);
        assertThat(large.begun()).isEqualTo(1000);
    }

    @Test
    void startsAgainWhenCleared() {
        add(1, 2);
        batch.settle(FRAME + 1);
        batch.clear();

        assertThat(batch.isEmpty()).isTrue();
        add(3);
        assertThat(text()).isEqualTo("data: 3\n\n");
        batch.settle(0);
        assertSettled(0, 0, 0);
    }

    @Nested
    class Settling {
        @Test
        void countsFramesAtEveryByte() {
            add(1, 2, 3);
            for (int accepted = 0; accepted <= 3 * FRAME; accepted++) {
                batch.settle(accepted);
                int rest = accepted % FRAME;
                assertSettled(accepted / FRAME, accepted / FRAME + (rest > 0 ? 1 : 0), rest);
            }
        }

        @Test
        void returnsTheFrameThatWasCut() {
            Frame second = frame(2);
            batch.add(frame(1));
            batch.add(second);

            batch.settle(FRAME + 4);
            assertThat(batch.cutFrame()).isSameAs(second);
            batch.settle(FRAME);
            assertThat(batch.cutFrame()).isNull();
        }
    }

    @Nested
    class FrameLargerThanBuffer {
        private final Frame large = Frame.of(Event.of("x".repeat(100)));

        @Test
        void fillsAnEmptyBatch() {
            assertThat(batch.add(large)).isTrue();
            assertThat(batch.add(frame(1))).isFalse();

            assertThat(text()).isEqualTo("data: " + "x".repeat(3 * FRAME - 6));
            batch.settle(3 * FRAME);
            assertSettled(0, 1, 3 * FRAME);
            assertThat(batch.cutFrame()).isSameAs(large);
        }

        @Test
        void isNotAddedToOthers() {
            add(1);

            assertThat(batch.add(large)).isFalse();
            assertThat(text()).isEqualTo("data: 1\n\n");
        }

        @Test
        void hasNotBegunIfNothingWasAccepted() {
            batch.add(large);
            batch.settle(0);

            assertSettled(0, 0, 0);
        }
    }

    @Nested
    class FramesOfQueue {
        @Test
        void continueAtAnOffset() {
            assertThat(batch.addFrom(frame(1), 6)).isTrue();
            assertThat(batch.addFrom(frame(2), 0)).isTrue();

            assertThat(text()).isEqualTo("1\n\ndata: 2\n\n");
            batch.settle(0);
            assertSettled(0, 1, 6);
            batch.settle(2);
            assertSettled(0, 1, 8);
            batch.settle(3);
            assertSettled(1, 1, 0);
            batch.settle(4);
            assertSettled(1, 2, 1);
        }

        @Test
        void areCutWhereTheBufferEnds() {
            batch.addFrom(frame(1), 8);
            batch.addFrom(frame(2), 0);
            batch.addFrom(frame(3), 0);

            assertThat(batch.addFrom(frame(4), 0)).isTrue();
            assertThat(batch.addFrom(frame(5), 0)).isFalse();
            assertThat(text()).isEqualTo("\ndata: 2\n\ndata: 3\n\ndata: 4\n");
            batch.settle(3 * FRAME);
            assertSettled(3, 4, 8);
        }
    }

    private void add(int... data) {
        for (int each : data) {
            assertThat(batch.add(frame(each))).isTrue();
        }
    }

    private void assertSettled(int completed, int begun, int cutOffset) {
        assertThat(batch.completed()).isEqualTo(completed);
        assertThat(batch.begun()).isEqualTo(begun);
        assertThat(batch.cutOffset()).isEqualTo(cutOffset);
    }

    private String text() {
        return StandardCharsets.UTF_8.decode(batch.bytes()).toString();
    }

    private static Frame frame(int data) {
        Frame frame = Frame.of(Event.of(Integer.toString(data)));
        assertThat(frame.size()).isEqualTo(FRAME);
        return frame;
    }
}
