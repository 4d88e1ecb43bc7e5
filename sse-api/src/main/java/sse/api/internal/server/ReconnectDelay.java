package sse.api.internal.server;

import java.time.Duration;
import java.util.random.RandomGenerator;
import sse.api.Event;

/**
 * The bounds of a random reconnection time that clients receive when their streams are closed. Immutable.
 *
 * @param min the shortest time
 * @param max the longest time
 */
public record ReconnectDelay(Duration min, Duration max) {
    /**
     * Returns checked bounds.
     *
     * @throws IllegalArgumentException if they are not ordered, negative or above {@link Event#MAX_RETRY}
     */
    public static ReconnectDelay of(Duration min, Duration max) {
        if (min.isNegative() || min.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "reconnection times must be ordered and not negative: " + min + " to " + max);
        }
        if (max.compareTo(Event.MAX_RETRY) > 0) {
            throw new IllegalArgumentException(
                    "reconnection times must be at most " + Event.MAX_RETRY.toMillis() + " ms: " + min + " to " + max);
        }
        return new ReconnectDelay(min, max);
    }

    /** Returns a time within the bounds. */
    public Duration next(RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(min.toMillis(), max.toMillis() + 1));
    }
}
