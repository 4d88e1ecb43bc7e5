package sse.api.internal.wire.gzip;

import java.util.concurrent.atomic.AtomicLong;

/** What a lane has compressed. Written by the lane, read by any thread: each count costs a load and a store. */
public final class GzipCounters {
    private final AtomicLong sentBytes = new AtomicLong();
    private final AtomicLong bytesBefore = new AtomicLong();
    private final AtomicLong bytesAfter = new AtomicLong();
    private final AtomicLong keyframes = new AtomicLong();
    private final AtomicLong compressors = new AtomicLong();

    /** Creates counters that are zero. */
    public GzipCounters() {}

    void countSent(int bytes) {
        add(sentBytes, bytes);
    }

    void countEncoded(int before, int after) {
        add(bytesBefore, before);
        add(bytesAfter, after);
    }

    void countKeyframe() {
        add(keyframes, 1);
    }

    void addCompressors(int added) {
        add(compressors, added);
    }

    /** Returns how many compressed bytes connections have accepted. */
    public long sentBytes() {
        return sentBytes.get();
    }

    /** Returns how many bytes the compressed streams were sent, as they were before the compression. */
    public long bytesBefore() {
        return bytesBefore.get();
    }

    /** Returns how many bytes the compressed streams were sent. */
    public long bytesAfter() {
        return bytesAfter.get();
    }

    /** Returns how often a shared deflater has begun without a history. */
    public long keyframes() {
        return keyframes.get();
    }

    /** Returns how many compressors the lane holds now. */
    public long compressors() {
        return compressors.get();
    }

    private static void add(AtomicLong counter, long count) {
        counter.lazySet(counter.getPlain() + count);
    }
}
