package sse.api.internal.topic;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.Frame;
import sse.api.spi.LogEntry;

/** What one subscriber makes of a topic's events: the user's function. Its code runs on the executor only. Immutable. */
record View(Function<? super Event, Optional<Event>> function) {
    /**
     * Applies the function.
     *
     * @return what the subscriber gets in the place of an entry, or null if it gets nothing; the entry's own frame if nothing was changed
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
}
