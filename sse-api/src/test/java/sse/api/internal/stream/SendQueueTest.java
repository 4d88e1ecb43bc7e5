package sse.api.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static sse.api.OverflowPolicy.DISCONNECT;
import static sse.api.OverflowPolicy.DROP_NEWEST;
import static sse.api.OverflowPolicy.DROP_OLDEST;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sse.api.CloseReason;
import sse.api.Event;
import sse.api.OverflowPolicy;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.Frame;

class SendQueueTest {
    /** Every frame of these tests has this size: {@code data: 0\n\n}. */
    private static final int FRAME = 9;

    /** What a frame takes in a queue. */
    private static final int QUEUED = FRAME + 64;

    private final SendQueue queue = new SendQueue(3 * QUEUED, new LaneCounters());
    private final List<Boolean> woken = new ArrayList<>();
    private FrameBatch batch = new FrameBatch(ByteBuffer.allocate(0));

    @Test
    void peeksFramesInOrder() {
        offer(1, 2, 3);

        assertThat(queue.pendingBytes()).isEqualTo(3 * QUEUED);
        assertThat(peek(100)).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\n");
        commit(3 * FRAME);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.pendingBytes()).isZero();
        assertThat(peek(100)).isEmpty();
    }

    @Test
    void countsWhatFramesTakeInMemory() {
        SendQueue small = new SendQueue(1024, new LaneCounters());
        Frame smallest = Frame.of(Event.comment(""));
        int accepted = 0;
        while (small.offer(smallest, OverflowPolicy.DROP_NEWEST) == Offer.ACCEPTED) {
            accepted++;
        }

        assertThat(accepted).isEqualTo(1024 / (smallest.size() + 64));
        assertThat(small.pendingBytes()).isEqualTo(accepted * (smallest.size() + 64));
    }

    @Test
    void resumesAtEveryByte() {
        for (int cut = 0; cut <= 3 * FRAME; cut++) {
            SendQueue cutQueue = new SendQueue(3 * QUEUED, new LaneCounters());
            for (int i = 1; i <= 3; i++) {
                cutQueue.offer(frame(i), DISCONNECT);
            }
            String first = peek(cutQueue, cut);
            commit(cutQueue, cut);
            String second = peek(cutQueue, 100);
            assertThat(first + second).as("cut at %s", cut).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\n");
            assertThat(cutQueue.pendingBytes()).isEqualTo((3 - cut / FRAME) * QUEUED);
        }
    }

    @Test
    void peeksAgainWhatWasNotCommitted() {
        offer(1, 2);
        peek(100);
        commit(4);
        assertThat(peek(100)).isEqualTo(": 1\n\ndata: 2\n\n");
    }

    @Test
    void acceptsExactlyItsLimit() {
        offer(1, 2, 3);
        assertThat(queue.offer(frame(4), DROP_NEWEST)).isEqualTo(Offer.DROPPED);
        assertThat(queue.droppedEvents()).isEqualTo(1);
        peek(FRAME);
        commit(FRAME - 1);
        assertThat(queue.offer(frame(4), DROP_NEWEST))
                .as("a frame under way counts whole")
                .isEqualTo(Offer.DROPPED);
        peek(1);
        commit(1);
        assertThat(queue.offer(frame(4), DROP_NEWEST)).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void acceptsOneLargeFrameBehindOthers() {
        offer(1, 2, 3);
        assertThat(queue.offer(large(), DISCONNECT)).isEqualTo(Offer.ACCEPTED);
        assertThat(queue.offer(large(), DROP_NEWEST)).isEqualTo(Offer.DROPPED);
        assertThat(queue.offer(frame(4), DROP_NEWEST)).isEqualTo(Offer.DROPPED);
    }

    @Test
    void acceptsOthersBehindOneLargeFrame() {
        assertThat(queue.offer(large(), DISCONNECT)).isEqualTo(Offer.ACCEPTED);
        offer(1, 2, 3);
        assertThat(queue.offer(frame(4), DROP_NEWEST)).isEqualTo(Offer.DROPPED);
        assertThat(queue.isWritable()).isFalse();
    }

    private static Frame large() {
        return Frame.of(Event.of("x".repeat(1000)));
    }

    @Test
    void closesOnOverflowByDefault() {
        offer(1, 2, 3);
        assertThat(queue.offer(frame(4), DISCONNECT)).isEqualTo(Offer.OVERFLOWED);
        assertThat(queue.closeReason()).contains(CloseReason.OVERFLOW);
        assertThat(queue.offer(frame(5), DISCONNECT)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void dropsOldestThatHasNotBegun() {
        offer(1, 2, 3);
        peek(FRAME + 1);
        assertThat(queue.offer(frame(4), DROP_OLDEST)).isEqualTo(Offer.ACCEPTED);
        assertThat(queue.droppedEvents()).isEqualTo(1);
        commit(1);
        assertThat(peek(100)).isEqualTo("ata: 1\n\ndata: 2\n\ndata: 4\n\n");
    }

    @Test
    void unpinsFramesThatHaveNotBegun() {
        offer(1, 2, 3);
        peek(100);
        commit(0);
        offerDroppingOldest(4, 5);
        assertThat(queue.droppedEvents()).isEqualTo(2);
        assertThat(peek(100)).isEqualTo("data: 3\n\ndata: 4\n\ndata: 5\n\n");
    }

    @Test
    void keepsNewestWhenOthersArePinned() {
        offer(1, 2, 3);
        peek(100);
        offerDroppingOldest(4, 5);
        assertThat(queue.droppedEvents()).as("the one that was the newest").isEqualTo(1);
        assertThat(queue.pendingBytes()).isEqualTo(4 * QUEUED);
        commit(2 * FRAME);
        offerDroppingOldest(6);
        assertThat(queue.droppedEvents()).isEqualTo(1);
        assertThat(peek(100)).isEqualTo("data: 3\n\ndata: 5\n\ndata: 6\n\n");
    }

    @Test
    void returnsToItsLimitAfterCommit() {
        offer(1, 2, 3);
        queue.offerControl(frame(9));
        peek(100);
        offerDroppingOldest(4);
        commit(0);
        assertThat(queue.pendingBytes()).isEqualTo(3 * QUEUED);
        assertThat(queue.droppedEvents()).isEqualTo(1);
        assertThat(peek(100)).isEqualTo("data: 2\n\ndata: 3\n\ndata: 9\n\ndata: 4\n\n");
    }

    @Test
    void keepsNewestBehindFrameThatHasBegun() {
        queue.offer(Frame.of(Event.of("x".repeat(1000))), DROP_OLDEST);
        peek(1);
        commit(1);
        offerDroppingOldest(1, 2);
        queue.offerControl(frame(9));
        peek(1);
        commit(0);
        assertThat(queue.droppedEvents()).isEqualTo(1);
        assertThat(peek(2000)).endsWith("x\n\ndata: 2\n\ndata: 9\n\n").doesNotContain("data: 1");
    }

    @Test
    void keepsFramesBeyondLimitWhenClosed() {
        offer(1, 2, 3);
        peek(100);
        offerDroppingOldest(4);
        queue.close(CloseReason.COMPLETED);
        commit(0);
        assertThat(queue.droppedEvents()).isZero();
        assertThat(peek(100)).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n");
    }

    @Test
    void appendsBehindPinnedFrame() {
        offer(1, 2, 3);
        peek(1);
        commit(1);
        Frame twice = Frame.of(Event.of("0123456789"));
        assertThat(queue.offer(twice, DROP_OLDEST)).isEqualTo(Offer.ACCEPTED);
        assertThat(peek(100)).isEqualTo("ata: 1\n\ndata: 0123456789\n\n");
    }

    @Test
    void acceptsNothingWhenClosed() {
        offer(1);
        assertThat(queue.close(CloseReason.COMPLETED)).isTrue();
        assertThat(queue.close(CloseReason.FAILED)).isFalse();
        assertThat(queue.closeReason()).contains(CloseReason.COMPLETED);
        assertThat(queue.offer(frame(2), DROP_OLDEST)).isEqualTo(Offer.CLOSED);
        assertThat(queue.offerOrAwait(frame(2), woken::add)).isEqualTo(Offer.CLOSED);
        assertThat(queue.offerControlIfEmpty(frame(2))).isFalse();
        queue.offerControl(frame(2));
        assertThat(peek(100)).isEqualTo("data: 1\n\n");
        assertThat(queue.isWritable()).isFalse();
    }

    @Test
    void acceptsControlFramesBeyondLimit() {
        offer(1, 2, 3);
        queue.offerControl(frame(4));
        assertThat(queue.pendingBytes()).as("they do not count").isEqualTo(3 * QUEUED);
        assertThat(peek(100)).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n");
        commit(4 * FRAME);
        assertThat(queue.pendingBytes()).isZero();
    }

    @Test
    void neverDropsControlFrames() {
        queue.offerControl(frame(1));
        offer(2, 3);
        queue.offerControl(frame(4));
        offer(5);
        offerDroppingOldest(6, 7, 8);
        assertThat(queue.droppedEvents()).isEqualTo(3);
        assertThat(peek(100)).isEqualTo("data: 1\n\ndata: 4\n\ndata: 6\n\ndata: 7\n\ndata: 8\n\n");
        commit(2 * FRAME);
        assertThat(queue.pendingBytes()).isEqualTo(3 * QUEUED);
    }

    @Test
    void acceptsLargeFrameBehindControlFrame() {
        queue.offerControl(frame(1));
        assertThat(queue.offer(Frame.of(Event.of("x".repeat(1000))), DISCONNECT))
                .isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void finishesFrameThatWasCut() {
        offer(2);
        queue.pushFront(frame(1), 5);
        assertThat(queue.pendingBytes()).isEqualTo(QUEUED);
        assertThat(peek(100)).isEqualTo(" 1\n\ndata: 2\n\n");
    }

    @Test
    void notifiesAtLowWaterMark() {
        offer(1, 2, 3);
        assertThat(queue.offerOrAwait(frame(4), woken::add)).isEqualTo(Offer.FULL);
        peek(100);
        assertThat(commit(FRAME)).as("two of three frames are queued").isEmpty();
        assertThat(queue.isWritable()).isFalse();
        peek(100);
        commit(FRAME).forEach(listener -> listener.onCapacity(true));
        assertThat(woken).containsExactly(true);
        assertThat(queue.isWritable()).isTrue();
        peek(100);
        assertThat(commit(FRAME)).as("wakes once").isEmpty();
    }

    @Test
    void registersNoListenerBelowLowWaterMark() {
        assertThat(queue.awaitCapacity(woken::add)).isFalse();
        offer(1, 2);
        assertThat(queue.awaitCapacity(woken::add)).isTrue();
        queue.close(CloseReason.COMPLETED);
        queue.clear().forEach(listener -> listener.onCapacity(false));
        assertThat(woken).containsExactly(false);
        assertThat(queue.pendingBytes()).isZero();
    }

    @Test
    void notifiesNoRemovedListener() {
        offer(1, 2, 3);
        CapacityListener listener = woken::add;
        queue.offerOrAwait(frame(4), listener);
        queue.removeListener(listener);
        peek(100);
        assertThat(commit(3 * FRAME)).isEmpty();
    }

    private void offer(int... data) {
        for (int each : data) {
            assertThat(queue.offer(frame(each), DISCONNECT)).isEqualTo(Offer.ACCEPTED);
        }
    }

    private void offerDroppingOldest(int... data) {
        for (int each : data) {
            assertThat(queue.offer(frame(each), DROP_OLDEST)).isEqualTo(Offer.ACCEPTED);
        }
    }

    private String peek(int room) {
        return peek(queue, room);
    }

    /** Peeks into a batch with room for some bytes, and returns them. */
    private String peek(SendQueue from, int room) {
        batch = new FrameBatch(ByteBuffer.allocate(room));
        from.peek(batch);
        return StandardCharsets.UTF_8.decode(batch.bytes()).toString();
    }

    private List<CapacityListener> commit(int bytes) {
        return commit(queue, bytes);
    }

    /** Commits some bytes of the batch that was peeked last. */
    private List<CapacityListener> commit(SendQueue to, int bytes) {
        batch.settle(bytes);
        return to.commit(batch.completed(), batch.cutOffset(), DROP_OLDEST);
    }

    private static Frame frame(int data) {
        Frame frame = Frame.of(Event.of(Integer.toString(data)));
        assertThat(frame.size()).isEqualTo(FRAME);
        return frame;
    }
}
