package sse.api.internal.subscription;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.internal.history.LogEntry;
import sse.api.spi.Frame;

/** A subscriber's function that changes or drops events, and the position from which its client would resume. */
public final class EventTransform {
    // Immutable after construction. The function runs on the executor only.
    private final Function<? super Event, Optional<Event>> function;

    // Confined to the lane.
    private long clientPosition;

    /** Creates a transform. */
    public EventTransform(Function<? super Event, Optional<Event>> function) {
        this.function = function;
    }

    /**
     * Applies the function.
     *
     * @return what the subscriber receives for an entry, or null if nothing; the entry's own frame if nothing was
     *     changed
     */
    @Nullable
    Frame apply(LogEntry entry, Event event) {
        Optional<Event> result = apply(event);
        if (result.isEmpty()) {
            return null;
        }
        Event transformed = result.get();
        Event identified = transformed.id().isPresent() ? transformed : transformed.withId(entry.id());
        return identified.equals(event) ? entry.frame() : Frame.of(identified);
    }

    /** Applies the function to an event without an entry. */
    Optional<Event> apply(Event event) {
        return Objects.requireNonNull(function.apply(event), "transform must not return null");
    }

    /** Sets the position from which the client would resume with the last id that was sent to it. */
    void setClientPosition(long position) {
        clientPosition = position;
    }

    /** Returns true if a client that resumed now would start in the older half of the retained entries. */
    boolean isClientInOlderHalf(long tail, long head) {
        return clientPosition - tail < (head - tail + 1) / 2;
    }
}
