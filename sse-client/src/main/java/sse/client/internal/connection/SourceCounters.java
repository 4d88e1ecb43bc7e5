package sse.client.internal.connection;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sse.client.SourceStatistics;

/** What a source has done. Written by its steps, bytes by any thread; read by any thread. */
final class SourceCounters {
    private final AtomicLong bytes = new AtomicLong();
    private volatile String lastEventId;
    private volatile long attempts;
    private volatile long connections;
    private volatile long events;
    private volatile @Nullable Throwable lastError;

    SourceCounters(String lastEventId) {
        this.lastEventId = lastEventId;
    }

    void setAttempts(long number) {
        attempts = number;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
    void addConnection() {
        connections++;
    }

    /** Called after each slice of content, not for each event. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
    void addEvents(long number, String newLastEventId) {
        if (number > 0) {
            events += number;
        }
        lastEventId = newLastEventId;
    }

    void addBytes(long number) {
        bytes.addAndGet(number);
    }

    void setLastError(Throwable error) {
        lastError = error;
    }

    long attempts() {
        return attempts;
    }

    String lastEventId() {
        return lastEventId;
    }

    SourceStatistics snapshot() {
        SourceStatistics.Builder statistics = SourceStatistics.builder()
                .attempts(attempts)
                .connections(connections)
                .events(events)
                .bytes(bytes.get());
        Throwable error = lastError;
        return (error == null ? statistics : statistics.lastError(error)).build();
    }
}
