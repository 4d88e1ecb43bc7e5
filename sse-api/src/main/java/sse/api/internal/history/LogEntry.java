package sse.api.internal.history;

import java.util.Objects;
import sse.api.Event;
import sse.api.spi.Frame;

/**
 * An event in a log: its place and its bytes. Immutable. It holds the event once, as a frame.
 *
 * @param position its place in the log: one more than that of the entry before it
 * @param sequence its place among the entries of all logs that share a sequence: larger than that of the entry before
 *     it
 * @param id the event's id, which is in the frame too
 * @param frame the event's bytes, shared by everyone who must send it
 */
public record LogEntry(long position, long sequence, String id, Frame frame) {
    /**
     * Checks that nothing is null.
     *
     * @param position its place in the log
     * @param sequence its place among the entries of all logs that share a sequence
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
