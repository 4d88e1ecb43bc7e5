package sse.api.spi;

import java.util.Objects;
import sse.api.Event;
import sse.api.Frame;

/**
 * An event in a log: its place and its bytes. Immutable.
 *
 * @param position its place in the log: one more than that of the entry before it
 * @param sequence its place among the entries of all logs that share a sequence: larger than that of the entry before it
 * @param event the event, with its id
 * @param frame the event's bytes, shared by everyone who must send it
 */
public record LogEntry(long position, long sequence, Event event, Frame frame) {
    /**
     * Checks that nothing is null.
     *
     * @param position its place in the log
     * @param sequence its place among the entries of all logs that share a sequence
     * @param event the event
     * @param frame the event's bytes
     */
    public LogEntry {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(frame, "frame");
    }
}
