package sse.api.internal.wire.gzip;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many shared deflaters a server may have at the same time: each holds some 260 KB beside the heap. Thread-safe.
 */
public final class CompressorLimit {
    /** The limit of a server for which none is set. */
    public static final int DEFAULT = 256;

    // Immutable after construction.
    private final int limit;

    // Written by any lane.
    private final AtomicInteger inUse = new AtomicInteger();

    /** Creates a limit. */
    public CompressorLimit(int limit) {
        this.limit = limit;
    }

    /** Returns true if there may be one more. */
    boolean tryAcquire() {
        if (inUse.incrementAndGet() <= limit) {
            return true;
        }
        inUse.decrementAndGet();
        return false;
    }

    /** Releases one that was acquired. */
    void release() {
        inUse.decrementAndGet();
    }
}
