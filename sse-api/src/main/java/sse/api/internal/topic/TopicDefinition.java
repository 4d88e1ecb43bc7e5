package sse.api.internal.topic;

import java.util.Optional;
import java.util.function.Function;
import sse.api.Event;
import sse.api.Ticker;
import sse.api.internal.history.Retention;

/**
 * What a topic is made of. Two are equal if their topics behave in the same way.
 *
 * @param retention what is retained; empty if nothing is, but until every lane has read it
 * @param compaction how the latest event of each key is retained, if that is all that is
 */
public record TopicDefinition(
        Optional<Retention> retention, Optional<Compaction> compaction, Ticker ticker, TopicConfig config) {
    /** The key of an event, and how many of the latest events are retained. */
    public record Compaction(Function<? super Event, String> key, int maxKeys, long maxBytes) {}
}
