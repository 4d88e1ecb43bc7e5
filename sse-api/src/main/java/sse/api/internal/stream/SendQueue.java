package sse.api.internal.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.api.CloseReason;
import sse.api.OverflowPolicy;
import sse.api.internal.wire.FrameBatch;
import sse.api.spi.Frame;

/**
 * A stream's bounded queue of frames, and the one place that decides whether the stream accepts an event. Thread-safe.
 *
 * <p>Producers append. The lane peeks: it adds frames from the front to a batch, writes the batch without a lock, and
 * commits what the connection has accepted.
 *
 * <pre>
 *   head            lastPinned                 tail
 *    |                  |                        |
 *   [###|.....] → [.........] → [.........] → [.........]
 *    headOffset     in the batch,  may be dropped
 *    bytes sent     not to be dropped
 * </pre>
 *
 * Frames count with what they take in memory, not with their bytes alone. A frame in the batch may be on its way, and
 * one whose first byte was sent must be finished, so dropping begins behind {@code lastPinned}. {@code DROP_OLDEST}
 * keeps the newest frame, beyond the limit if all before it are pinned; the next commit brings the queue back to its
 * limit. Control frames (the first bytes, heartbeats, closing frames, a topic's gap events) do not count against the
 * limit, which they cannot exceed by much, and are never dropped. Closing is decided under the same lock as appending:
 * what was accepted before is sent, nothing later. The first reason to close counts. Allocates nothing while empty.
 */
final class SendQueue {
    // Immutable after construction.
    private final int limit;
    private final LaneCounters counters;

    // Guarded by this.
    private @Nullable QueuedFrame head;
    private @Nullable QueuedFrame tail;
    private @Nullable QueuedFrame lastPinned;
    private int headOffset;
    private int pendingBytes;
    private long droppedEvents;
    private @Nullable CloseReason closeReason;
    private @Nullable List<CapacityListener> listeners;

    SendQueue(int limit, LaneCounters counters) {
        this.limit = limit;
        this.counters = counters;
    }

    /**
     * Appends a frame. If there is no room the policy decides; {@code DISCONNECT} closes the queue: {@code OVERFLOWED}.
     */
    synchronized Offer offer(Frame frame, OverflowPolicy policy) {
        if (closeReason != null) {
            return Offer.CLOSED;
        }
        if (fits(frame) || policy == OverflowPolicy.DROP_OLDEST) {
            append(new QueuedFrame(frame, true));
            if (policy == OverflowPolicy.DROP_OLDEST) {
                dropOldestBeyondLimit();
            }
            return Offer.ACCEPTED;
        }
        if (policy == OverflowPolicy.DISCONNECT) {
            closeReason = CloseReason.OVERFLOW;
            return Offer.OVERFLOWED;
        }
        countDropped();
        return Offer.DROPPED;
    }

    /** Appends a frame, or returns {@code FULL} and registers a listener for capacity. */
    synchronized Offer offerOrAwait(Frame frame, CapacityListener listener) {
        Offer offer = offerIfItFits(frame);
        if (offer == Offer.FULL) {
            register(listener);
        }
        return offer;
    }

    /** Removes a listener and appends its frame if it fits, which it may do above the low-water mark. */
    synchronized Offer offerInsteadOfAwaiting(Frame frame, CapacityListener listener) {
        removeListener(listener);
        return offerIfItFits(frame);
    }

    private Offer offerIfItFits(Frame frame) {
        if (closeReason != null || !fits(frame)) {
            return closeReason != null ? Offer.CLOSED : Offer.FULL;
        }
        append(new QueuedFrame(frame, true));
        return Offer.ACCEPTED;
    }

    /** Appends a control frame if the queue is empty and open. Returns true if it did. */
    synchronized boolean offerControlIfEmpty(Frame frame) {
        if (!isIdle()) {
            return false;
        }
        append(new QueuedFrame(frame, false));
        return true;
    }

    /** Appends a control frame, unless the queue is closed. */
    synchronized void offerControl(Frame frame) {
        if (closeReason == null) {
            appendControl(frame);
        }
    }

    /** Appends a control frame, also if the queue is closed: the stream drains. */
    synchronized void appendControl(Frame frame) {
        append(new QueuedFrame(frame, false));
    }

    /**
     * Puts a control frame before all others, also if the queue is closed. No other frame may have begun.
     *
     * @param bytesSent how many of the frame's bytes have been sent
     */
    synchronized void pushFront(Frame frame, int bytesSent) {
        QueuedFrame first = new QueuedFrame(frame, false);
        first.next = head;
        head = first;
        if (tail == null) {
            tail = first;
        }
        headOffset = bytesSent;
        lastPinned = first;
    }

    /** Registers a listener for capacity, unless there is capacity now: then returns false. Does nothing if closed. */
    synchronized boolean awaitCapacity(CapacityListener listener) {
        if (isWritable()) {
            return false;
        }
        if (closeReason == null) {
            register(listener);
        }
        return true;
    }

    synchronized void removeListener(CapacityListener listener) {
        if (listeners != null) {
            listeners.remove(listener);
        }
    }

    /** Adds frames from the front to an empty batch, as many bytes as fit, and pins them. */
    synchronized void peek(FrameBatch batch) {
        int offset = headOffset;
        for (QueuedFrame queued = head; queued != null && batch.addFrom(queued.frame, offset); queued = queued.next) {
            lastPinned = queued;
            offset = 0;
        }
    }

    /**
     * Removes frames that were peeked and are sent, counts them, and unpins those that have not begun.
     *
     * @param completed how many were sent to their end
     * @param offset how many bytes of the next one were sent
     * @param policy the policy of the queue
     * @return the listeners to notify
     */
    synchronized List<CapacityListener> commit(int completed, int offset, OverflowPolicy policy) {
        for (int i = 0; i < completed; i++) {
            QueuedFrame sent = Objects.requireNonNull(head);
            pendingBytes -= sent.countedBytes();
            if (sent.counted) {
                counters.countSentEvents(1);
            }
            head = sent.next;
        }
        headOffset = offset;
        lastPinned = offset > 0 ? head : null;
        if (head == null) {
            tail = null;
        }
        if (closeReason == null && policy == OverflowPolicy.DROP_OLDEST) {
            dropOldestBeyondLimit();
        }
        return isWritable() ? takeListeners() : List.of();
    }

    /** Closes the queue: accepts no more events. Returns false if it was closed before; the first reason counts. */
    synchronized boolean close(CloseReason reason) {
        boolean first = closeReason == null;
        closeReason = first ? reason : closeReason;
        return first;
    }

    /** Removes all frames and returns the listeners to notify. */
    synchronized List<CapacityListener> clear() {
        head = null;
        tail = null;
        lastPinned = null;
        headOffset = 0;
        pendingBytes = 0;
        return takeListeners();
    }

    synchronized List<CapacityListener> takeListeners() {
        List<CapacityListener> taken = listeners == null ? List.of() : listeners;
        listeners = null;
        return taken;
    }

    /** Returns why the queue was closed; empty while it is open. */
    synchronized Optional<CloseReason> closeReason() {
        return Optional.ofNullable(closeReason);
    }

    /** Returns true if the queue is empty and open. */
    synchronized boolean isIdle() {
        return head == null && closeReason == null;
    }

    synchronized boolean isEmpty() {
        return head == null;
    }

    /** Returns true if no frame was sent in part. */
    synchronized boolean isBetweenFrames() {
        return headOffset == 0;
    }

    synchronized boolean isWritable() {
        return closeReason == null && pendingBytes <= limit / 2;
    }

    synchronized int pendingBytes() {
        return pendingBytes;
    }

    synchronized long droppedEvents() {
        return droppedEvents;
    }

    /**
     * Returns true if a frame is accepted. One that is larger than the limit is at any time, and does not count against
     * others: whether a stream survives a small event beside a large one must not depend on how far the lane is.
     */
    private boolean fits(Frame frame) {
        int size = QueuedFrame.sizeOf(frame);
        if (head == null || pendingBytes <= limit) {
            return size > limit || size <= limit - pendingBytes;
        }
        return size <= limit - head.countedBytesOfFramesUpTo(limit);
    }

    private void append(QueuedFrame added) {
        if (tail != null) {
            tail.next = added;
        }
        head = tail == null ? added : head;
        tail = added;
        pendingBytes += added.countedBytes();
    }

    private void dropOldestBeyondLimit() {
        QueuedFrame before = lastPinned;
        QueuedFrame queued = before == null ? head : before.next;
        while (queued != null && pendingBytes > limit) {
            if (!queued.counted) {
                before = queued;
            } else if (queued.isNewestCounted()) {
                return;
            } else {
                unlink(queued, before);
                pendingBytes -= queued.countedBytes();
                countDropped();
            }
            queued = queued.next;
        }
    }

    private void countDropped() {
        droppedEvents++;
        counters.countDroppedEvent();
    }

    private void unlink(QueuedFrame queued, @Nullable QueuedFrame before) {
        if (before == null) {
            head = queued.next;
        } else {
            before.next = queued.next;
        }
        tail = tail == queued ? before : tail;
    }

    private void register(CapacityListener listener) {
        listeners = listeners == null ? new ArrayList<>(1) : listeners;
        listeners.add(listener);
    }
}
