package sse.api.internal.subscription;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import sse.api.Event;
import sse.api.internal.history.LogEntry;
import sse.api.spi.Frame;

/**
 * The events that transforms were applied to last: an event is decoded from its frame about once, however many
 * subscribers have a transform, and is not held twice for long. Large events are not cached. Thread-safe; if two
 * threads decode the same event, one result is cached.
 */
public final class DecodedEventCache {
    private static final int CAPACITY = 64;
    private static final int MAX_FRAME_BYTES = 4096;

    // Written by any thread; null until the first event is decoded.
    private volatile @Nullable AtomicReferenceArray<Decoded> cache;

    /** Releases all events: the log decides how long an entry is held. */
    public void clear() {
        cache = null;
    }

    /** An event and the frame it was decoded from. */
    private record Decoded(Frame frame, Event event) {}

    /** Returns the event of an entry. */
    public Event eventOf(LogEntry entry) {
        if (entry.frame().size() > MAX_FRAME_BYTES) {
            return entry.event();
        }
        AtomicReferenceArray<Decoded> decodedEvents = cache;
        if (decodedEvents == null) {
            decodedEvents = new AtomicReferenceArray<>(CAPACITY);
            cache = decodedEvents;
        }
        int index = (int) (entry.position() & (CAPACITY - 1));
        Decoded decoded = decodedEvents.get(index);
        if (decoded == null || decoded.frame() != entry.frame()) {
            decoded = new Decoded(entry.frame(), entry.event());
            decodedEvents.set(index, decoded);
        }
        return decoded.event();
    }
}
