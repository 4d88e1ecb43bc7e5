package sse.api.internal.stream;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import sse.api.SendResult;
import sse.api.spi.Frame;

/** A producer on its own thread that waits for room in an outbox. One instance serves one send. */
final class BlockingSend implements CapacityListener {
    // Immutable after construction.
    private final SendQueue outbox;
    private final Frame frame;
    private final Thread thread = Thread.currentThread();

    // Written by the lane, read by the producer.
    private volatile boolean woken;

    BlockingSend(SendQueue outbox, Frame frame) {
        this.outbox = outbox;
        this.frame = frame;
    }

    /**
     * Appends the frame as soon as there is room, at the low-water mark or when the time is over. On the producer's
     * thread.
     */
    SendResult await(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        long limit = saturatedNanos(timeout);
        SendQueue.Offer offer;
        do {
            woken = false;
            offer = outbox.offerOrWait(frame, this);
        } while (offer == SendQueue.Offer.FULL && parkUntilWoken(start, limit));
        if (offer == SendQueue.Offer.FULL) {
            offer = outbox.offerInsteadOfWaiting(frame, this);
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

    private boolean parkUntilWoken(long start, long limit) throws InterruptedException {
        while (!woken) {
            long left = limit - (System.nanoTime() - start);
            if (Thread.interrupted()) {
                outbox.forget(this);
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
    public void wake(boolean open) {
        woken = true;
        LockSupport.unpark(thread);
    }
}
