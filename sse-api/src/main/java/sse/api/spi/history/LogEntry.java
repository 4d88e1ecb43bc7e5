package sse.api.spi.history;

import java.util.Objects;
import java.util.Optional;
import sse.api.Event;
import sse.api.spi.Frame;

/** A published event in a log. Immutable. */
public final class LogEntry {
    private final EntryId id;
    private final String topic;
    private final Frame frame;

    private LogEntry(EntryId id, String topic, Frame frame) {
        this.id = Objects.requireNonNull(id, "id");
        this.topic = Objects.requireNonNull(topic, "topic");
        this.frame = Objects.requireNonNull(frame, "frame");
    }

    /**
     * Makes an entry, and encodes its event.
     *
     * @param id its id
     * @param topic the topic's name
     * @param event the event, with that id
     * @return the entry
     * @throws IllegalArgumentException if the event has another id, or none
     */
    public static LogEntry of(EntryId id, String topic, Event event) {
        if (!event.id().equals(Optional.of(id.toString()))) {
            throw new IllegalArgumentException("event must have the id of its entry, " + id + ": " + event);
        }
        return new LogEntry(id, topic, Frame.of(event));
    }

    /**
     * Returns the id.
     *
     * @return the id
     */
    public EntryId id() {
        return id;
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
     * Returns the event's bytes as they go over the wire, with its id.
     *
     * @return the frame
     */
    public Frame frame() {
        return frame;
    }

    @Override
    public String toString() {
        return "LogEntry[" + id + ", " + topic + ", " + frame.size() + " bytes]";
    }
}
