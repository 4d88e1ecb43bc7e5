package sse.api.internal.subscription;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sse.api.Event;
import sse.api.spi.Frame;

/** The events that notify a client of a gap. */
public final class GapEvents {
    private GapEvents() {}

    /**
     * Returns the frames of gap events: one for topics that notify in the same way. Each has the id that the client
     * resumes from, unless it has an id of its own: the client stores the id, and does not receive the gap event a
     * second time when it returns.
     *
     * @param notices what the client has lost of each topic
     * @param id the id, if there is one from which the client misses nothing of any topic
     */
    public static List<Frame> frames(Collection<GapNotice> notices, Optional<String> id) {
        Map<GapSign, Loss> losses = new LinkedHashMap<>();
        notices.forEach(notice -> losses.merge(notice.sign(), notice.loss(), Loss::and));
        return losses.entrySet().stream()
                .map(loss -> loss.getKey().eventOf(loss.getValue()))
                .map(event -> withId(event, id))
                .map(Frame::of)
                .toList();
    }

    private static Event withId(Event event, Optional<String> id) {
        return event.id().isPresent() ? event : id.map(event::withId).orElse(event);
    }
}
