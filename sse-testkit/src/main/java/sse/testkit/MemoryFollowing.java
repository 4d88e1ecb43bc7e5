package sse.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;

/**
 * Reads on for one listener. Each change wakes it up; the first thread to do so delivers the available entries, also
 * for the others that come meanwhile.
 */
final class MemoryFollowing implements Backplane.Following {
    private static final ReadLimits PAGE = ReadLimits.of(64, 1 << 20);

    // Immutable after construction.
    private final MemoryBackplane connection;
    private final Backplane.Listener listener;

    /** Its lock is held while the listener is called, so that an end waits for that. */
    private final Object calls = new Object();

    // Written by any thread.
    private final AtomicInteger wakeUps = new AtomicInteger();
    private volatile boolean closed;

    // Guarded by calls.
    private EntryId position;
    private boolean up;

    MemoryFollowing(MemoryBackplane connection, EntryId position, Backplane.Listener listener) {
        this.connection = connection;
        this.position = position;
        this.listener = listener;
    }

    void wakeUp() {
        if (wakeUps.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = wakeUps.get();
            synchronized (calls) {
                boolean more = true;
                while (more && !closed && !connection.isPaused()) {
                    more = readOn();
                }
            }
        } while (!wakeUps.compareAndSet(seen, 0));
    }

    /** Delivers one page. Returns true if there may be more. */
    private boolean readOn() {
        Optional<Throwable> fault = connection.fault();
        if (fault.isPresent()) {
            if (up) {
                up = false;
                listener.onDown(fault.get());
            }
            return false;
        }
        if (!up) {
            up = true;
            listener.onUp();
        }
        ReadResult result = connection.broker().log().readAfter(position, PAGE);
        return switch (result.kind()) {
            case PAGE -> passOn(result.entries());
            case GONE -> passOn(result.gap().orElseThrow());
            case FOREIGN, NOT_YET -> {
                position = EntryId.origin(connection.broker().log().name());
                listener.onReset(position);
                yield true;
            }
        };
    }

    private boolean passOn(List<LogEntry> entries) {
        if (entries.isEmpty()) {
            return false;
        }
        Optional<Integer> cut = connection.takeCut();
        List<LogEntry> arrived = cut.map(bytes -> within(entries, bytes)).orElse(entries);
        if (!arrived.isEmpty()) {
            position = arrived.get(arrived.size() - 1).id();
            listener.onEntries(arrived);
        }
        if (cut.isPresent()) {
            up = false;
            listener.onDown(new IOException("connection was cut after " + cut.get() + " bytes of an answer"));
        }
        return true;
    }

    /** Returns the entries whose frames arrive whole. */
    private static List<LogEntry> within(List<LogEntry> entries, int bytes) {
        int count = 0;
        int size = 0;
        while (count < entries.size() && size + entries.get(count).frame().size() <= bytes) {
            size += entries.get(count).frame().size();
            count++;
        }
        return entries.subList(0, count);
    }

    private boolean passOn(Gap gap) {
        position = gap.resumeAfter();
        listener.onGap(gap);
        return true;
    }

    @Override
    public void close() {
        closed = true;
        connection.remove(this);
        synchronized (calls) {
            up = false; // Waits for a call that is running.
        }
    }
}
