package sse.api.internal.topic;

import java.util.Optional;
import sse.api.Event;
import sse.api.Ticker;
import sse.api.internal.history.CompactedLog.Keys;
import sse.api.internal.history.Retention;

/**
 * What a topic is made of. Two are equal if their topics behave in the same way.
 *
 * @param retention what is retained; empty if nothing is, but until every lane has read it
 * @param compaction how the latest event of each key is retained, if that is all that is
 */
public record TopicDefinition(
        Optional<Retention> retention, Optional<Compaction> compaction, Ticker ticker, TopicConfig config) {
    /**
     * How the latest event of each key is retained.
     *
     * @param keys what an event says of its key
     * @param maxKeys the maximum number of keys
     * @param maxBytes the maximum size of their events in memory
     * @param incompleteEvent what a new client is sent if keys had to be forgotten
     */
    public record Compaction(Keys keys, int maxKeys, long maxBytes, Optional<Event> incompleteEvent) {}
}
