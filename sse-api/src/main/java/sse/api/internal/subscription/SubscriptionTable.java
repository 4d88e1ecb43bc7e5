package sse.api.internal.subscription;

import java.util.Arrays;

/** Subscriptions in no order, added and removed in constant time. Confined to its lane. */
public final class SubscriptionTable {
    private static final TopicSubscription[] NONE = {};

    private TopicSubscription[] subscriptions = NONE;
    private int count;

    /** Returns the number of subscriptions. */
    public int count() {
        return count;
    }

    /** Returns a subscription. */
    public TopicSubscription get(int index) {
        return subscriptions[index];
    }

    /** Adds a subscription that is in no table. */
    public void add(TopicSubscription subscription) {
        if (count == subscriptions.length) {
            subscriptions = Arrays.copyOf(subscriptions, Math.max(8, count * 2));
        }
        subscription.index = count;
        subscriptions[count++] = subscription;
    }

    /** Returns true if a subscription is in this table. */
    public boolean contains(TopicSubscription subscription) {
        int index = subscription.index;
        return index >= 0 && index < count && subscriptions[index] == subscription;
    }

    /** Removes a subscription. The last one moves to its index, so that an iteration backwards misses none. */
    @SuppressWarnings("NullAway") // The entries from count on are not read.
    public void remove(TopicSubscription subscription) {
        TopicSubscription last = subscriptions[--count];
        subscriptions[subscription.index] = last;
        last.index = subscription.index;
        subscriptions[count] = null;
        subscription.index = -1;
    }
}
