package sse.api.spi.history;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import sse.api.Event;
import sse.api.internal.access.FrameAccess;
import sse.api.spi.Frame;

/** A published event in a log. Immutable. */
public final class LogEntry {
    private static final Function<byte[], Frame> FRAMES = FrameAccess.get(Frame.class);

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
     * Makes an entry from the bytes of its frame, for a log that keeps these: the event is not encoded again.
     *
     * @param id its id
     * @param topic the topic's name
     * @param frame the bytes that {@link #frame} had when the entry was made, from the buffer's position to its limit;
     *     they are copied, and the position is not changed
     * @return the entry
     * @throws IllegalArgumentException if the bytes are not those of one event with that id
     */
    public static LogEntry ofFrame(EntryId id, String topic, ByteBuffer frame) {
        var bytes = new byte[frame.remaining()];
        frame.get(frame.position(), bytes);
        if (!StoredFrame.isEventWithId(bytes, id)) {
            throw new IllegalArgumentException(
                    "frame must be one event with the id " + id + ": " + bytes.length + " bytes are not");
        }
        return new LogEntry(id, topic, FRAMES.apply(bytes));
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
