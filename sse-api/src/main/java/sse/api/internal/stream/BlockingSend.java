package sse.api.internal.stream;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import sse.api.SendResult;
import sse.api.spi.Frame;

/** A send that blocks its thread until the send queue has capacity. Used once. */
final class BlockingSend implements CapacityListener {
    // Immutable after construction.
    private final SendQueue queue;
    private final Frame frame;
    private final Thread thread = Thread.currentThread();

    // Written by the lane, read by the producer.
    private volatile boolean notified;

    BlockingSend(SendQueue queue, Frame frame) {
        this.queue = queue;
        this.frame = frame;
    }

    /**
     * Blocks until the frame is accepted, at the low-water mark at the latest, or the timeout is over. On the
     * producer's thread.
     */
    SendResult await(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        long limit = saturatedNanos(timeout);
        Offer offer;
        do {
            notified = false;
            offer = queue.offerOrAwait(frame, this);
        } while (offer == Offer.FULL && parkUntilNotified(start, limit));
        if (offer == Offer.FULL) {
            offer = queue.offerInsteadOfAwaiting(frame, this);
        }
        return switch (offer) {
            case ACCEPTED -> SendResult.ACCEPTED;
            case FULL -> SendResult.DROPPED;
            default -> SendResult.CLOSED;
        };
    }

    private static long saturatedNanos(Duration timeout) {
        if (timeout.isNegative()) {
            return 0;
        }
        return timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
    }

    private boolean parkUntilNotified(long start, long limit) throws InterruptedException {
        while (!notified) {
            long left = limit - (System.nanoTime() - start);
            if (Thread.interrupted()) {
                queue.removeListener(this);
                throw new InterruptedException();
            }
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    @Override
    public void onCapacity(boolean open) {
        notified = true;
        LockSupport.unpark(thread);
    }
}
