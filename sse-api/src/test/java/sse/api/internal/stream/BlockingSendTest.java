package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.OverflowPolicy;
import sse.api.SendResult;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.Frame;

/** Who waits for room in a full queue. */
@Timeout(30)
class BlockingSendTest {
    private static final Frame FRAME = Frame.of(Event.of("x".repeat(92)));
    private static final int FRAMES = 10;
    private static final int QUEUED = FRAME.size() + 64;

    private final SendQueue queue = new SendQueue(FRAMES * QUEUED, new LaneCounters());

    @BeforeEach
    void fill() {
        for (int i = 0; i < FRAMES; i++) {
            assertThat(queue.offer(FRAME, OverflowPolicy.DROP_NEWEST)).isEqualTo(Offer.ACCEPTED);
        }
    }

    @Test
    void sendsAtTimeoutIfFrameFits() throws Exception {
        FutureTask<SendResult> sending =
                new FutureTask<>(() -> new BlockingSend(queue, FRAME).await(Duration.ofSeconds(1)));
        Thread sender = new Thread(sending, "test-sender");
        sender.start();
        while (sender.getState() != Thread.State.TIMED_WAITING) {
            assertThat(sender.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.onSpinWait();
        }
        FrameBatch three = new FrameBatch(ByteBuffer.allocate(3 * FRAME.size()));
        queue.peek(three);
        assertThat(queue.commit(three.count(), 0, OverflowPolicy.DISCONNECT))
                .as("above the low-water mark")
                .isEmpty();

        assertThat(sending.get(10, TimeUnit.SECONDS)).isEqualTo(SendResult.ACCEPTED);
        assertThat(queue.pendingBytes()).isEqualTo((FRAMES - 2) * QUEUED);
        assertNoListeners();
    }

    static List<Duration> timesThatAreOver() {
        return List.of(
                Duration.ZERO,
                Duration.ofNanos(-1),
                Duration.ofNanos(Long.MIN_VALUE),
                Duration.ofNanos(Long.MIN_VALUE).plusNanos(1),
                Duration.ofSeconds(Long.MIN_VALUE));
    }

    @ParameterizedTest
    @MethodSource("timesThatAreOver")
    void doesNotWait(Duration timeout) throws Exception {
        assertThat(new BlockingSend(queue, FRAME).await(timeout)).isEqualTo(SendResult.DROPPED);
        assertThat(queue.droppedEvents()).isZero();
        assertNoListeners();
    }

    private void assertNoListeners() {
        queue.close(CloseReason.COMPLETED);
        assertThat(queue.takeListeners()).isEmpty();
    }
}
