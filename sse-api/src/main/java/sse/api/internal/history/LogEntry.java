package sse.api.internal.history;

import java.util.Objects;
import sse.api.Event;
import sse.api.spi.Frame;

/**
 * An event in a log: its position and its bytes. Immutable. It holds the event once, as a frame.
 *
 * @param position the position in the log: one more than that of the entry before it
 * @param sequence the number in the sequence that several logs may share: larger than that of the entry before it
 * @param id the event's id, which is in the frame too
 * @param frame the event's bytes, shared by all streams that send it
 */
public record LogEntry(long position, long sequence, String id, Frame frame) {
    /**
     * Checks that nothing is null.
     *
     * @param position the position in the log
     * @param sequence the number in the sequence
     * @param id the event's id
     * @param frame the event's bytes
     */
    public LogEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(frame, "frame");
    }

    /**
     * Returns the event, read from the frame anew.
     *
     * @return the event, with its id
     */
    public Event event() {
        return frame.event();
    }
}
