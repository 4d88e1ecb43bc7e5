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
import sse.api.internal.stream.SendQueue.Offer;
import sse.api.spi.Frame;

class SendQueueTest {
    /** Every frame of these tests has this size: {@code data: 0\n\n}. */
    private static final int FRAME = 9;

    private final SendQueue outbox = new SendQueue(3 * FRAME, new LaneCounters());
    private final List<Boolean> woken = new ArrayList<>();

    @Test
    void gathersWhatWasOfferedInOrder() {
        offer(1, 2, 3);

        assertThat(outbox.pendingBytes()).isEqualTo(3 * FRAME);
        assertThat(gather(100)).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\n");
        outbox.commit(3 * FRAME);
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.pendingBytes()).isZero();
        assertThat(gather(100)).isEmpty();
    }

    @Test
    void resumesAtEveryByte() {
        for (int cut = 0; cut <= 3 * FRAME; cut++) {
            SendQueue cutOutbox = new SendQueue(3 * FRAME, new LaneCounters());
            for (int i = 1; i <= 3; i++) {
                cutOutbox.offer(frame(i), DISCONNECT);
            }
            String first = gather(cutOutbox, cut);
            cutOutbox.commit(cut);
            String second = gather(cutOutbox, 100);
            assertThat(first + second).as("cut at %s", cut).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\n");
            assertThat(cutOutbox.pendingBytes()).isEqualTo((3 - cut / FRAME) * FRAME);
        }
    }

    @Test
    void gathersAgainWhatWasNotTaken() {
        offer(1, 2);
        gather(100);
        outbox.commit(4);
        assertThat(gather(100)).isEqualTo(": 1\n\ndata: 2\n\n");
    }

    @Test
    void takesExactlyItsLimit() {
        offer(1, 2, 3);
        assertThat(outbox.offer(frame(4), DROP_NEWEST)).isEqualTo(Offer.DROPPED);
        assertThat(outbox.droppedEvents()).isEqualTo(1);
        gather(FRAME);
        outbox.commit(FRAME - 1);
        assertThat(outbox.offer(frame(4), DROP_NEWEST))
                .as("a frame under way counts whole")
                .isEqualTo(Offer.DROPPED);
        gather(1);
        outbox.commit(1);
        assertThat(outbox.offer(frame(4), DROP_NEWEST)).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void takesOneLargeFrameWhenEmpty() {
        Frame large = Frame.of(Event.of("x".repeat(1000)));
        assertThat(outbox.offer(large, DISCONNECT)).isEqualTo(Offer.ACCEPTED);
        assertThat(outbox.offer(frame(1), DROP_NEWEST)).isEqualTo(Offer.DROPPED);
    }

    @Test
    void endsOnOverflowByDefault() {
        offer(1, 2, 3);
        assertThat(outbox.offer(frame(4), DISCONNECT)).isEqualTo(Offer.OVERFLOWED);
        assertThat(outbox.ended()).contains(CloseReason.OVERFLOW);
        assertThat(outbox.offer(frame(5), DISCONNECT)).isEqualTo(Offer.ENDED);
    }

    @Test
    void dropsTheOldestThatHasNotBegun() {
        offer(1, 2, 3);
        gather(FRAME + 1);
        assertThat(outbox.offer(frame(4), DROP_OLDEST)).isEqualTo(Offer.ACCEPTED);
        assertThat(outbox.droppedEvents()).isEqualTo(1);
        outbox.commit(1);
        assertThat(gather(100)).isEqualTo("ata: 1\n\ndata: 2\n\ndata: 4\n\n");
    }

    @Test
    void unpinsWhatWasGatheredButNotBegun() {
        offer(1, 2, 3);
        gather(100);
        outbox.commit(0);
        offerDroppingOldest(4, 5);
        assertThat(outbox.droppedEvents()).isEqualTo(2);
        assertThat(gather(100)).isEqualTo("data: 3\n\ndata: 4\n\ndata: 5\n\n");
    }

    @Test
    void keepsTheNewestWhenAllOthersAreUnderWay() {
        offer(1, 2, 3);
        gather(100);
        offerDroppingOldest(4, 5);
        assertThat(outbox.droppedEvents()).as("the one that was the newest").isEqualTo(1);
        assertThat(outbox.pendingBytes()).isEqualTo(4 * FRAME);
        outbox.commit(2 * FRAME);
        offerDroppingOldest(6);
        assertThat(outbox.droppedEvents()).isEqualTo(1);
        assertThat(gather(100)).isEqualTo("data: 3\n\ndata: 5\n\ndata: 6\n\n");
    }

    @Test
    void isWithinItsLimitAgainWhenNothingIsUnderWay() {
        offer(1, 2, 3);
        outbox.offerControl(frame(9));
        gather(100);
        offerDroppingOldest(4);
        outbox.commit(0);
        assertThat(outbox.pendingBytes()).isEqualTo(3 * FRAME);
        assertThat(outbox.droppedEvents()).isEqualTo(1);
        assertThat(gather(100)).isEqualTo("data: 2\n\ndata: 3\n\ndata: 9\n\ndata: 4\n\n");
    }

    @Test
    void keepsTheNewestBehindOneThatHasBegun() {
        outbox.offer(Frame.of(Event.of("x".repeat(1000))), DROP_OLDEST);
        gather(1);
        outbox.commit(1);
        offerDroppingOldest(1, 2);
        outbox.offerControl(frame(9));
        gather(0);
        outbox.commit(0);
        assertThat(outbox.droppedEvents()).isEqualTo(1);
        assertThat(gather(2000)).endsWith("x\n\ndata: 2\n\ndata: 9\n\n").doesNotContain("data: 1");
    }

    @Test
    void sendsWhatWasAcceptedBeforeTheEndEvenBeyondTheLimit() {
        offer(1, 2, 3);
        gather(100);
        offerDroppingOldest(4);
        outbox.end(CloseReason.COMPLETED);
        outbox.commit(0);
        assertThat(outbox.droppedEvents()).isZero();
        assertThat(gather(100)).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n");
    }

    @Test
    void appendsBehindThePinnedAfterDroppingAllOthers() {
        offer(1, 2, 3);
        gather(1);
        outbox.commit(1);
        Frame twice = Frame.of(Event.of("0123456789"));
        assertThat(outbox.offer(twice, DROP_OLDEST)).isEqualTo(Offer.ACCEPTED);
        assertThat(gather(100)).isEqualTo("ata: 1\n\ndata: 0123456789\n\n");
    }

    @Test
    void takesNothingAfterTheEndAndKeepsTheFirstReason() {
        offer(1);
        assertThat(outbox.end(CloseReason.COMPLETED)).isTrue();
        assertThat(outbox.end(CloseReason.FAILED)).isFalse();
        assertThat(outbox.ended()).contains(CloseReason.COMPLETED);
        assertThat(outbox.offer(frame(2), DROP_OLDEST)).isEqualTo(Offer.ENDED);
        assertThat(outbox.offerOrWait(frame(2), woken::add)).isEqualTo(Offer.ENDED);
        assertThat(outbox.offerIfEmpty(frame(2))).isFalse();
        outbox.offerControl(frame(2));
        assertThat(gather(100)).isEqualTo("data: 1\n\n");
        assertThat(outbox.isWritable()).isFalse();
    }

    @Test
    void takesTheLibrarysOwnFramesBeyondTheLimit() {
        offer(1, 2, 3);
        outbox.offerControl(frame(4));
        assertThat(outbox.pendingBytes()).as("they do not count").isEqualTo(3 * FRAME);
        assertThat(gather(100)).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n");
        outbox.commit(4 * FRAME);
        assertThat(outbox.pendingBytes()).isZero();
    }

    @Test
    void neverDropsTheLibrarysOwnFrames() {
        outbox.offerControl(frame(1));
        offer(2, 3);
        outbox.offerControl(frame(4));
        offer(5);
        offerDroppingOldest(6, 7, 8);
        assertThat(outbox.droppedEvents()).isEqualTo(3);
        assertThat(gather(100)).isEqualTo("data: 1\n\ndata: 4\n\ndata: 6\n\ndata: 7\n\ndata: 8\n\n");
        outbox.commit(2 * FRAME);
        assertThat(outbox.pendingBytes()).isEqualTo(3 * FRAME);
    }

    @Test
    void takesALargeFrameBehindTheLibrarysOwn() {
        outbox.offerControl(frame(1));
        assertThat(outbox.offer(Frame.of(Event.of("x".repeat(1000))), DISCONNECT))
                .isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void finishesAFrameThatHasBegunElsewhere() {
        offer(2);
        outbox.pushFront(frame(1), 5);
        assertThat(outbox.pendingBytes()).isEqualTo(FRAME);
        assertThat(gather(100)).isEqualTo(" 1\n\ndata: 2\n\n");
    }

    @Test
    void wakesAtTheLowWaterMark() {
        offer(1, 2, 3);
        assertThat(outbox.offerOrWait(frame(4), woken::add)).isEqualTo(Offer.FULL);
        gather(100);
        assertThat(outbox.commit(FRAME)).as("18 of 27 bytes wait").isEmpty();
        assertThat(outbox.isWritable()).isFalse();
        gather(100);
        outbox.commit(FRAME).forEach(waiter -> waiter.wake(true));
        assertThat(woken).containsExactly(true);
        assertThat(outbox.isWritable()).isTrue();
        gather(100);
        assertThat(outbox.commit(FRAME)).as("wakes once").isEmpty();
    }

    @Test
    void doesNotWaitForALowWaterMarkThatHolds() {
        assertThat(outbox.waitForLowWater(woken::add)).isFalse();
        offer(1, 2);
        assertThat(outbox.waitForLowWater(woken::add)).isTrue();
        outbox.end(CloseReason.COMPLETED);
        outbox.clear().forEach(waiter -> waiter.wake(false));
        assertThat(woken).containsExactly(false);
        assertThat(outbox.pendingBytes()).isZero();
    }

    @Test
    void forgetsWhoGaveUp() {
        offer(1, 2, 3);
        CapacityListener waiter = woken::add;
        outbox.offerOrWait(frame(4), waiter);
        outbox.forget(waiter);
        gather(100);
        assertThat(outbox.commit(3 * FRAME)).isEmpty();
    }

    private void offer(int... data) {
        for (int each : data) {
            assertThat(outbox.offer(frame(each), DISCONNECT)).isEqualTo(Offer.ACCEPTED);
        }
    }

    private void offerDroppingOldest(int... data) {
        for (int each : data) {
            assertThat(outbox.offer(frame(each), DROP_OLDEST)).isEqualTo(Offer.ACCEPTED);
        }
    }

    private String gather(int room) {
        return gather(outbox, room);
    }

    private static String gather(SendQueue from, int room) {
        ByteBuffer target = ByteBuffer.allocate(room);
        assertThat(from.peek(target)).isEqualTo(target.position());
        return new String(target.array(), 0, target.position(), StandardCharsets.UTF_8);
    }

    private static Frame frame(int data) {
        Frame frame = Frame.of(Event.of(Integer.toString(data)));
        assertThat(frame.size()).isEqualTo(FRAME);
        return frame;
    }
}
