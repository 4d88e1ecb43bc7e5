package sse.api.internal.topic;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.spi.Frame;
import sse.api.spi.LogEntry;

/** What one subscriber makes of a topic's events: the user's function, and how far its client has come in the topic. */
final class EventTransform {
    // Immutable after construction. The function's code runs on the executor only.
    private final Function<? super Event, Optional<Event>> function;

    // Confined to the lane: where the client would go on with the last id that has been sent to it.
    private long clientPosition;

    EventTransform(Function<? super Event, Optional<Event>> function) {
        this.function = function;
    }

    /**
     * Applies the function.
     *
     * @return what the subscriber gets in the place of an entry, or null if it gets nothing; the entry's own frame if
     *     nothing was changed
     */
    @Nullable
    Frame of(LogEntry entry, Event event) {
        Optional<Event> seen = Objects.requireNonNull(function.apply(event), "view must not return null");
        if (seen.isEmpty()) {
            return null;
        }
        Event result = seen.get();
        Event identified = result.id().isPresent() ? result : result.withId(entry.id());
        return identified.equals(event) ? entry.frame() : Frame.of(identified);
    }

    /** Notes that the client is sent an id as of a position. */
    void clientIsAt(long position) {
        clientPosition = position;
    }

    /** Says whether a client that resumed now would do so in the older half of what is retained. */
    boolean isClientInOlderHalf(long tail, long head) {
        return clientPosition - tail < (head - tail + 1) / 2;
    }
}
