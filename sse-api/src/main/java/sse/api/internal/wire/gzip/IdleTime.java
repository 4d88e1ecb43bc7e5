package sse.api.internal.wire.gzip;

import java.time.Duration;

/** How long something has not been used. For use by one thread. */
public final class IdleTime {
    /** After which time unused memory is released. */
    private static final long LIMIT_NANOS = Duration.ofMinutes(1).toNanos();

    private boolean idle;
    private long sinceNanos;

    /** Creates a time that begins at the first call. */
    public IdleTime() {}

    /**
     * Returns true if the limit has passed since the last use. Called periodically.
     *
     * @param used true if it was used since the last call
     */
    public boolean isOver(boolean used, long nowNanos) {
        if (used || !idle) {
            idle = !used;
            sinceNanos = nowNanos;
            return false;
        }
        return nowNanos - sinceNanos >= LIMIT_NANOS;
    }
}
