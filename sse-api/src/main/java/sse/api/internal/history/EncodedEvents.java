package sse.api.internal.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import sse.api.Event;
import sse.api.spi.Frame;

/** Events that are encoded, but have no numbers yet: made without a lock, so that under it nothing is encoded. */
final class EncodedEvents {
    private final List<Event> events;
    private final List<LongFunction<Frame>> frames;
    private final Sequence sequence;

    /** Encodes events. Those without an id expect the next numbers of a sequence. */
    EncodedEvents(List<Event> events, Sequence sequence) {
        this.events = events;
        this.sequence = sequence;
        this.frames = new ArrayList<>(events.size());
        long expected = sequence.last();
        for (Event event : events) {
            expected++;
            if (event.id().isPresent()) {
                Frame frame = Frame.of(event);
                frames.add(number -> frame);
            } else {
                frames.add(new NumberedFrame(event, sequence.idPrefix(), expected)::withNumber);
            }
        }
    }

    int size() {
        return frames.size();
    }

    List<Event> events() {
        return events;
    }

    /** Returns the entries of the events, which follow one another. */
    List<LogEntry> entries(long firstPosition, long firstNumber) {
        List<LogEntry> entries = new ArrayList<>(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            long number = firstNumber + i;
            String id = events.get(i).id().orElseGet(() -> sequence.idOf(number));
            entries.add(
                    new LogEntry(firstPosition + i, number, id, frames.get(i).apply(number)));
        }
        return entries;
    }
}
