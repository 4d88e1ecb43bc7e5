package sse.api.internal.topic;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sse.api.internal.history.EntryLog;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.subscription.EventTransform;
import sse.api.internal.subscription.TopicSubscription;

/**
 * Subscriptions to a topic without history that have not started on their lane: what has been published since is held
 * for them. Almost always empty. Thread-safe.
 *
 * <p>Reading the log's head and adding the subscription is one step. So they are in the order of their positions, and a
 * thread that evicts what has been read either finds the first of them here, or evicts nothing that they need.
 */
final class PendingSubscriptions {
    // Guarded by this.
    private final Map<TopicSubscription, Long> positions = new LinkedHashMap<>();

    /** Creates a subscription that starts at the log's head. */
    synchronized TopicSubscription add(ServerEventStream stream, @Nullable EventTransform transform, EntryLog log) {
        TopicSubscription subscription = new TopicSubscription(stream, transform, log.head());
        positions.put(subscription, subscription.position());
        return subscription;
    }

    /** Removes a subscription, and returns true if it was here. */
    synchronized boolean remove(TopicSubscription subscription) {
        return positions.remove(subscription) != null;
    }

    /**
     * Returns the position of the oldest one, or else the log's head. One whose stream is closed will not start, even
     * if its lane no longer runs.
     */
    synchronized long oldest(EntryLog log) {
        Iterator<Map.Entry<TopicSubscription, Long>> oldestFirst =
                positions.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<TopicSubscription, Long> oldest = oldestFirst.next();
            if (!oldest.getKey().serverStream().isClosed()) {
                return oldest.getValue();
            }
            oldestFirst.remove();
        }
        return log.head();
    }
}
