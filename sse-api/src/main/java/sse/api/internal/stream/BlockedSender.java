package sse.api.internal.stream;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import sse.api.Frame;
import sse.api.SendResult;

/** A producer on its own thread that waits for room in an outbox. One instance serves one send. */
final class BlockedSender implements Waiter {
    // Immutable after construction.
    private final Outbox outbox;
    private final Frame frame;
    private final Thread thread = Thread.currentThread();

    // Written by the lane, read by the producer.
    private volatile boolean woken;

    BlockedSender(Outbox outbox, Frame frame) {
        this.outbox = outbox;
        this.frame = frame;
    }

    /** Appends the frame as soon as there is room. On the producer's thread. */
    SendResult await(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        long limit = timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
        while (true) {
            woken = false;
            switch (outbox.offerOrWait(frame, this)) {
                case ACCEPTED -> {
                    return SendResult.ACCEPTED;
                }
                case FULL -> {
                    if (!parkUntilWoken(start, limit)) {
                        return SendResult.DROPPED;
                    }
                }
                default -> {
                    return SendResult.CLOSED;
                }
            }
        }
    }

    private boolean parkUntilWoken(long start, long limit) throws InterruptedException {
        while (!woken) {
            long left = limit - (System.nanoTime() - start);
            if (Thread.interrupted()) {
                outbox.forget(this);
                throw new InterruptedException();
            }
            if (left <= 0) {
                outbox.forget(this);
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
