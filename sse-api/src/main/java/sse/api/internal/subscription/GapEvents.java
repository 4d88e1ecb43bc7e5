package sse.api.internal.subscription;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import sse.api.Event;
import sse.api.spi.Frame;

/** The events that notify a client of a gap. */
public final class GapEvents {
    private GapEvents() {}

    /**
     * Returns the frames of gap events, of equal ones the first. Each has the id that the client resumes from, unless
     * it has an id of its own: the client stores the id, and does not receive the gap event a second time when it
     * returns.
     *
     * @param events the gap events of the topics
     * @param id the id, if there is one from which the client misses nothing of any topic
     */
    public static List<Frame> frames(Collection<Event> events, Optional<String> id) {
        return events.stream()
                .distinct()
                .map(event ->
                        event.id().isPresent() ? event : id.map(event::withId).orElse(event))
                .map(Frame::of)
                .toList();
    }
}
