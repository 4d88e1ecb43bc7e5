package sse.api.internal.topic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sse.api.internal.subscription.TopicSubscription;

/** Subscriptions to a topic on one lane whose positions are not known yet. Confined to the lane. */
final class PendingStarts {
    private final Map<TopicSubscription, PendingStart> starts = new LinkedHashMap<>();

    void add(TopicSubscription subscription, PendingStart start) {
        starts.put(subscription, start);
    }

    boolean contains(TopicSubscription subscription) {
        return starts.containsKey(subscription);
    }

    @Nullable
    PendingStart get(TopicSubscription subscription) {
        return starts.get(subscription);
    }

    @Nullable
    PendingStart remove(TopicSubscription subscription) {
        return starts.remove(subscription);
    }

    boolean isEmpty() {
        return starts.isEmpty();
    }

    /** Returns the subscriptions, of which some may start meanwhile. */
    List<TopicSubscription> subscriptions() {
        return List.copyOf(starts.keySet());
    }

    /** Ends subscriptions that wait for events which are not published any more. */
    void finish(LaneSigns signs) {
        Map.copyOf(starts).forEach((subscription, start) -> {
            if (start.awaitsEvents()) {
                signs.finish(subscription);
            }
        });
    }

    void onArrival() {
        List.copyOf(starts.values()).forEach(PendingStart::onArrival);
    }

    void onSweep(long nowNanos) {
        List.copyOf(starts.values()).forEach(start -> start.onSweep(nowNanos));
    }
}
