package sse.api.internal.topic;

import sse.api.internal.history.IdLookup;
import sse.api.internal.subscription.Loss;
import sse.api.internal.subscription.TopicSubscription;

/**
 * Holds a subscription behind an id that has not arrived at the topic. Confined to the lane.
 *
 * <p>The client has received later events than this server, from another one that publishes the same events: it waits
 * until the topic is where the client is. Its stream is open, and sends heartbeats. An id that does not arrive in time
 * is treated as unknown.
 */
final class HeldStart implements PendingStart {
    /** Where the id is from. */
    enum Origin {
        /** From the client: what was published before the topic began is not known. */
        CLIENT,

        /** From a snapshot of the server's own: the state contains everything up to the id. */
        SNAPSHOT
    }

    private final TopicCore topic;
    private final LaneSubscribers onLane;
    private final TopicSubscription subscription;
    private final String id;
    private final Origin origin;
    private final long head;

    // Confined to the lane: when holding has begun; set by the first sweep, whose clock it is.
    private boolean swept;
    private long sinceNanos;

    HeldStart(LaneSubscribers onLane, TopicSubscription subscription, String id, Origin origin) {
        this.topic = onLane.topic;
        this.onLane = onLane;
        this.subscription = subscription;
        this.id = id;
        this.origin = origin;
        this.head = topic.log().events().head();
    }

    @Override
    public void onArrival() {
        IdLookup found = topic.log().events().find(id);
        switch (found.status()) {
            case NOT_YET -> {
                // It is held on.
            }
            case RETAINED -> onLane.startPending(subscription, found.position(), false);
            case EVICTED -> topic.starts().startAfterGap(subscription, onLane, Loss.trimmed(found.lost()));
            case FOREIGN -> onForeign();
        }
    }

    private void onForeign() {
        if (origin == Origin.SNAPSHOT && topic.log().events().tail() <= head) {
            onLane.startPending(subscription, head, false);
        } else {
            topic.starts().startAfterGap(subscription, onLane, Loss.UNKNOWN);
        }
    }

    @Override
    public void onSweep(long nowNanos) {
        if (!swept) {
            swept = true;
            sinceNanos = nowNanos;
        } else if (origin == Origin.CLIENT
                && nowNanos - sinceNanos
                        >= topic.config().resuming().holdTimeout().toNanos()) {
            topic.starts().startAfterGap(subscription, onLane, Loss.UNKNOWN);
        }
    }

    @Override
    public boolean awaitsEvents() {
        return true;
    }

    @Override
    public void onEnded() {
        // Nothing waits for it.
    }

    @Override
    public boolean isSkippedByDrain() {
        return true;
    }
}
