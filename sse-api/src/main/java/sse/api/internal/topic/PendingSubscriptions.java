package sse.api.internal.topic;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sse.api.internal.stream.ServerEventStream;
import sse.api.spi.EventLog;

/**
 * Who has subscribed to a topic without history and is not with its feed yet: what has been published since is held for
 * it. Empty nearly always. Thread-safe.
 *
 * <p>Looking at the log's head and taking a place here is one step. So they are in the order of their positions, and
 * whoever forgets what has been read either finds the first of them here, or forgets nothing that they need.
 */
final class PendingSubscriptions {
    // Guarded by this.
    private final Map<TopicSubscription, Long> positions = new LinkedHashMap<>();

    /** Makes a cursor that begins where the log is now. */
    synchronized TopicSubscription add(ServerEventStream stream, @Nullable EventTransform view, EventLog log) {
        TopicSubscription cursor = new TopicSubscription(stream, view, log.head());
        positions.put(cursor, cursor.position());
        return cursor;
    }

    /** Takes a cursor out, and says whether it was here. */
    synchronized boolean remove(TopicSubscription cursor) {
        return positions.remove(cursor) != null;
    }

    /**
     * Returns where the oldest of them begins, or else the log's head. One whose stream is over will not begin, also
     * where its lane runs no more.
     */
    synchronized long oldest(EventLog log) {
        Iterator<Map.Entry<TopicSubscription, Long>> oldestFirst =
                positions.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<TopicSubscription, Long> oldest = oldestFirst.next();
            if (!oldest.getKey().openStream().isOver()) {
                return oldest.getValue();
            }
            oldestFirst.remove();
        }
        return log.head();
    }
}
