package sse.api.internal.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.OverflowPolicy;
import sse.api.spi.Frame;

/**
 * A stream's bounded queue of frames, and the one place that decides whether the stream still takes events.
 * Thread-safe.
 *
 * <p>Producers append; the lane gathers bytes from the front, writes them without a lock, and then says how many were
 * taken:
 *
 * <pre>
 *   head            lastPinned                 tail
 *    |                  |                        |
 *   [###|.....] → [.........] → [.........] → [.........]
 *    headOffset     gathered,      may be dropped
 *    bytes gone     not to be dropped
 * </pre>
 *
 * A frame that has been gathered may be on its way, and one whose first byte has left must be finished, so dropping
 * begins behind {@code lastPinned}. Where the oldest are dropped the newest is kept, beyond the limit if all before it
 * is on its way; the lane's next word of what was taken brings the outbox back to its limit. What the library itself
 * sends (the first bytes, heartbeats, farewells, a topic's events) is outside the limit, which it cannot exceed by
 * much, and is never dropped. Ending is decided under the same lock as appending: what was accepted before the end is
 * sent, nothing is accepted after it. Nothing is allocated while the queue is empty.
 */
final class SendQueue {
    // Immutable after construction.
    private final int limit;
    private final LaneCounters counters;

    // Guarded by this.
    private @Nullable Node head;
    private @Nullable Node tail;
    private @Nullable Node lastPinned;
    private int headOffset;
    private int pendingBytes;
    private long droppedEvents;
    private @Nullable CloseReason ended;
    private @Nullable List<CapacityListener> waiters;

    /** A frame and the one behind it. */
    private static final class Node {
        final Frame frame;

        /**
         * Whether the user sent it to this stream: only such frames count against the limit, and only they are dropped.
         */
        final boolean counted;

        @Nullable
        Node next;

        Node(Frame frame, boolean counted) {
            this.frame = frame;
            this.counted = counted;
        }

        int countedBytes() {
            return counted ? frame.size() : 0;
        }
    }

    /** What became of an offer. */
    enum Offer {
        ACCEPTED,
        DROPPED,
        FULL,
        OVERFLOWED,
        ENDED
    }

    SendQueue(int limit, LaneCounters counters) {
        this.limit = limit;
        this.counters = counters;
    }

    /**
     * Appends a frame; when there is no room the policy acts, and {@code DISCONNECT} ends the outbox:
     * {@code OVERFLOWED}.
     */
    synchronized Offer offer(Frame frame, OverflowPolicy policy) {
        if (ended != null) {
            return Offer.ENDED;
        }
        if (fits(frame) || policy == OverflowPolicy.DROP_OLDEST) {
            append(new Node(frame, true));
            dropOldestBeyondLimit();
            return Offer.ACCEPTED;
        }
        if (policy == OverflowPolicy.DISCONNECT) {
            ended = CloseReason.OVERFLOW;
            return Offer.OVERFLOWED;
        }
        countDropped();
        return Offer.DROPPED;
    }

    /** Appends a frame, or else registers who waits for room: {@code FULL}. */
    synchronized Offer offerOrWait(Frame frame, CapacityListener waiter) {
        Offer offer = offerIfItFits(frame);
        if (offer == Offer.FULL) {
            register(waiter);
        }
        return offer;
    }

    /**
     * Forgets who has waited, and appends the frame if there is room after all: the low-water mark is not reached with
     * the first.
     */
    synchronized Offer offerInsteadOfWaiting(Frame frame, CapacityListener waiter) {
        forget(waiter);
        return offerIfItFits(frame);
    }

    private Offer offerIfItFits(Frame frame) {
        if (ended != null) {
            return Offer.ENDED;
        }
        if (!fits(frame)) {
            return Offer.FULL;
        }
        append(new Node(frame, true));
        return Offer.ACCEPTED;
    }

    /** Appends a frame of the library's own if nothing else waits, and says whether it did. */
    synchronized boolean offerIfEmpty(Frame frame) {
        boolean takes = ended == null && head == null;
        if (takes) {
            append(new Node(frame, false));
        }
        return takes;
    }

    /** Appends a frame of the library's own, unless the outbox has ended. */
    synchronized void offerControl(Frame frame) {
        if (ended == null) {
            append(new Node(frame, false));
        }
    }

    /** Puts a frame first, whose first bytes are gone already. */
    synchronized void pushFront(Frame frame, int bytesGone) {
        Node node = new Node(frame, false);
        node.next = head;
        head = node;
        if (tail == null) {
            tail = node;
        }
        headOffset = bytesGone;
        lastPinned = node;
    }

    /** Says whether nothing waits and nothing has ended. */
    synchronized boolean isIdle() {
        return head == null && ended == null;
    }

    /**
     * Registers who waits for the low-water mark, unless it holds already: then false. After the end nobody is
     * registered or woken.
     */
    synchronized boolean waitForLowWater(CapacityListener waiter) {
        if (ended != null) {
            return true;
        }
        if (isAtLowWater()) {
            return false;
        }
        register(waiter);
        return true;
    }

    /** Forgets somebody who no longer waits. */
    synchronized void forget(CapacityListener waiter) {
        if (waiters != null) {
            waiters.remove(waiter);
        }
    }

    /** Copies waiting bytes into a buffer, as many as fit, and pins their frames. */
    synchronized int peek(ByteBuffer target) {
        int start = target.position();
        int offset = headOffset;
        for (Node node = head; node != null && target.hasRemaining(); node = node.next) {
            int length = Math.min(node.frame.size() - offset, target.remaining());
            node.frame.copyTo(offset, target, length);
            lastPinned = node;
            offset = 0;
        }
        return target.position() - start;
    }

    /**
     * Removes bytes that were gathered and have been taken, and counts the events; unpins what has not begun. Returns
     * who is to be woken.
     */
    synchronized List<CapacityListener> commit(int bytes) {
        int gone = headOffset + bytes;
        while (head != null && gone >= head.frame.size()) {
            gone -= head.frame.size();
            pendingBytes -= head.countedBytes();
            if (head.counted) {
                counters.countSentEvents(1);
            }
            head = head.next;
        }
        headOffset = gone;
        lastPinned = gone > 0 ? head : null;
        if (head == null) {
            tail = null;
        }
        if (ended == null) {
            dropOldestBeyondLimit();
        }
        return ended == null && isAtLowWater() ? takeWaiters() : List.of();
    }

    /** Takes no more events. The first reason counts; returns whether this was it. */
    synchronized boolean end(CloseReason reason) {
        if (ended != null) {
            return false;
        }
        ended = reason;
        return true;
    }

    /** Returns who waited, after the end: nobody gets room any more. */
    synchronized List<CapacityListener> release() {
        return ended == null ? List.of() : takeWaiters();
    }

    /** Says whether no frame has gone in part. */
    synchronized boolean isBetweenFrames() {
        return headOffset == 0;
    }

    /** Drops everything after the end, and returns who waited. */
    synchronized List<CapacityListener> clear() {
        head = null;
        tail = null;
        lastPinned = null;
        headOffset = 0;
        pendingBytes = 0;
        return takeWaiters();
    }

    synchronized Optional<CloseReason> ended() {
        return Optional.ofNullable(ended);
    }

    synchronized boolean isEmpty() {
        return head == null;
    }

    synchronized boolean isWritable() {
        return ended == null && isAtLowWater();
    }

    synchronized int pendingBytes() {
        return pendingBytes;
    }

    synchronized long droppedEvents() {
        return droppedEvents;
    }

    /** One frame is always taken, however large: otherwise it could never be sent. */
    private boolean fits(Frame frame) {
        return pendingBytes == 0 || frame.size() <= limit - pendingBytes;
    }

    private boolean isAtLowWater() {
        return pendingBytes <= limit / 2;
    }

    private void append(Node node) {
        if (tail == null) {
            head = node;
        } else {
            tail.next = node;
        }
        tail = node;
        pendingBytes += node.countedBytes();
    }

    /**
     * Drops what may be dropped, but never the newest. Does something for {@code DROP_OLDEST} only: what others let in
     * fits, or is alone.
     */
    private void dropOldestBeyondLimit() {
        Node before = lastPinned;
        Node node = before == null ? head : before.next;
        while (node != null && pendingBytes > limit) {
            if (!node.counted) {
                before = node;
            } else if (isNewest(node)) {
                return;
            } else {
                unlink(node, before);
                pendingBytes -= node.countedBytes();
                countDropped();
            }
            node = node.next;
        }
    }

    /** Says whether nothing of the user's is behind it. */
    private static boolean isNewest(Node node) {
        Node later = node.next;
        while (later != null && !later.counted) {
            later = later.next;
        }
        return later == null;
    }

    private void countDropped() {
        droppedEvents++;
        counters.countDroppedEvent();
    }

    private void unlink(Node node, @Nullable Node before) {
        if (before == null) {
            head = node.next;
        } else {
            before.next = node.next;
        }
        if (tail == node) {
            tail = before;
        }
    }

    private void register(CapacityListener waiter) {
        if (waiters == null) {
            waiters = new ArrayList<>(1);
        }
        waiters.add(waiter);
    }

    private List<CapacityListener> takeWaiters() {
        List<CapacityListener> taken = waiters == null ? List.of() : waiters;
        waiters = null;
        return taken;
    }
}
