package sse.api.internal.time;

import java.time.Duration;

/**
 * The durations that a setting accepts, up to 36,500 days. A duration in this range may be counted in nanoseconds,
 * added to another one, and added to a clock without overflow. Immutable.
 *
 * @param shortest the shortest duration
 * @param rule the rule that a shorter one violates
 */
public record DurationRange(Duration shortest, String rule) {
    /** Durations that may be zero. */
    public static final DurationRange NOT_NEGATIVE = new DurationRange(Duration.ZERO, "must not be negative");

    /** Durations that may not be zero. */
    public static final DurationRange POSITIVE = new DurationRange(Duration.ofNanos(1), "must be positive");

    private static final long MAX_DAYS = 36_500;
    private static final Duration MAX = Duration.ofDays(MAX_DAYS);

    /** Returns the range of durations that are at least as long as one. */
    public static DurationRange atLeast(Duration shortest) {
        return new DurationRange(shortest, "must be at least " + shortest);
    }

    /**
     * Checks a duration.
     *
     * @param what the name of the setting in the message
     * @param duration the duration
     * @return the duration
     * @throws IllegalArgumentException if it is too short or too long
     */
    public Duration check(String what, Duration duration) {
        if (duration.compareTo(shortest) < 0) {
            throw new IllegalArgumentException(what + " " + rule + ": " + duration);
        }
        if (duration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(what + " must be at most " + MAX_DAYS + " days: " + duration);
        }
        return duration;
    }
}
