package sse.history.file;

import java.time.Duration;
import java.util.Optional;

/**
 * What a history retains.
 *
 * @param entries how many entries at most
 * @param bytes how many bytes the segments take at most, beside the one that is written
 * @param age how old an entry may become before its segment is removed; empty if it may become any age
 */
record Retention(long entries, long bytes, Optional<Duration> age) {
    /** Returns true if a segment is too old. */
    boolean isExpired(long newestMillis, long nowMillis) {
        return age.isPresent() && newestMillis < nowMillis - age.get().toMillis();
    }
}
