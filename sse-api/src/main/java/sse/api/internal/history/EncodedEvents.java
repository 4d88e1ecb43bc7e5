package sse.api.internal.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.spi.Frame;

/** Events that are encoded, but have no numbers yet: made without a lock, so that under it nothing is encoded. */
final class EncodedEvents {
    private final List<Event> events;

    // Of each event, one of the two.
    private final @Nullable NumberedFrame[] numbered;
    private final @Nullable Frame[] complete;

    /** Encodes events. Those without an id expect the next numbers of a sequence. */
    EncodedEvents(List<Event> events, Sequence sequence) {
        this.events = events;
        numbered = new NumberedFrame[events.size()];
        complete = new Frame[events.size()];
        long expected = sequence.last() + 1;
        for (int i = 0; i < numbered.length; i++) {
            Event event = events.get(i);
            if (event.id().isPresent()) {
                complete[i] = Frame.of(event);
            } else {
                numbered[i] = new NumberedFrame(event, sequence.idPrefix(), expected + i);
            }
        }
    }

    int size() {
        return numbered.length;
    }

    List<Event> events() {
        return events;
    }

    /** Returns the entries of the events, which follow one another. */
    List<LogEntry> entries(long firstPosition, long firstNumber) {
        List<LogEntry> entries = new ArrayList<>(numbered.length);
        for (int i = 0; i < numbered.length; i++) {
            entries.add(entry(i, firstPosition + i, firstNumber + i));
        }
        return entries;
    }

    private LogEntry entry(int index, long position, long number) {
        NumberedFrame frame = numbered[index];
        if (frame != null) {
            return new LogEntry(position, number, frame.idWithNumber(number), frame.withNumber(number));
        }
        String ownId = events.get(index).id().orElseThrow();
        return new LogEntry(position, number, ownId, Objects.requireNonNull(complete[index]));
    }
}
