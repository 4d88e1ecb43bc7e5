package sse.testkit.internal.http;

import java.time.Duration;

/** The end of a wait in real time, which sockets and threads use in place of a manual ticker. Immutable. */
public final class Deadline {
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** Returns the deadline at the end of a timeout that begins now. */
    public static Deadline in(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }

    /** Returns the remaining time, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }
}
