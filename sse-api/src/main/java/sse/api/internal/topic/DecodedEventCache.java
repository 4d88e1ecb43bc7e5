package sse.api.internal.topic;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.spi.Frame;
import sse.api.spi.LogEntry;

/**
 * The events that views have looked at last: so that an event is read from its frame about once, however many
 * subscribers have a view, and yet not held twice for long. Large ones are not kept. Thread-safe; two threads may read
 * the same event, and then one is kept.
 */
final class DecodedEventCache {
    private static final int KEPT = 64;
    private static final int LARGEST = 4096;

    // Written by any thread; null until a view looks.
    private volatile @Nullable AtomicReferenceArray<Read> kept;

    /** An event and where it was read from. */
    private record Read(Frame frame, Event event) {}

    Event of(LogEntry entry) {
        if (entry.frame().size() > LARGEST) {
            return entry.event();
        }
        AtomicReferenceArray<Read> reads = kept;
        if (reads == null) {
            reads = new AtomicReferenceArray<>(KEPT);
            kept = reads;
        }
        int place = (int) (entry.position() & (KEPT - 1));
        Read read = reads.get(place);
        if (read == null || read.frame() != entry.frame()) {
            read = new Read(entry.frame(), entry.event());
            reads.set(place, read);
        }
        return read.event();
    }
}
