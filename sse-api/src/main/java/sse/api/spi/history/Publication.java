package sse.api.spi.history;

import java.util.Objects;
import sse.api.Event;

/** An event that is published on a topic and has no id yet. Immutable. */
public final class Publication {
    private final String topic;
    private final Event event;

    private Publication(String topic, Event event) {
        this.topic = topic;
        this.event = event;
    }

    /**
     * Makes a publication.
     *
     * @param topic the topic's name
     * @param event the event
     * @return the publication
     * @throws IllegalArgumentException if the event has an id: the log gives it one
     */
    public static Publication of(String topic, Event event) {
        if (event.id().isPresent()) {
            throw new IllegalArgumentException("event must have no id, which its log gives it: " + event);
        }
        return new Publication(Objects.requireNonNull(topic, "topic"), event);
    }

    /**
     * Returns the topic's name.
     *
     * @return the name
     */
    public String topic() {
        return topic;
    }

    /**
     * Returns the event.
     *
     * @return the event, without an id
     */
    public Event event() {
        return event;
    }

    /**
     * Returns the entry that this publication becomes.
     *
     * @param id the id that the log gives it
     * @return the entry, with the event's bytes
     */
    public LogEntry withId(EntryId id) {
        return LogEntry.of(id, topic, event.withId(id.toString()));
    }

    @Override
    public String toString() {
        return "Publication[" + topic + ", " + event + "]";
    }
}
