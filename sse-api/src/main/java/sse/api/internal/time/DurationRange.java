package sse.api.internal.time;

import java.time.Duration;

/**
 * The durations that a setting takes: from a shortest one to 36,500 days, which is longer than anything runs. Code that
 * has a duration from a setting may count it in nanoseconds, add two of them, and add one to a clock: none of these
 * overflows. Immutable.
 *
 * @param shortest the shortest duration
 * @param rule what a shorter one breaks
 */
public record DurationRange(Duration shortest, String rule) {
    /** Durations that may be zero. */
    public static final DurationRange NOT_NEGATIVE = new DurationRange(Duration.ZERO, "must not be negative");

    /** Durations that may not be zero. */
    public static final DurationRange POSITIVE = new DurationRange(Duration.ofNanos(1), "must be positive");

    private static final long LONGEST_DAYS = 36_500;
    private static final Duration LONGEST = Duration.ofDays(LONGEST_DAYS);

    /** Makes the range of durations that are no shorter than one. */
    public static DurationRange atLeast(Duration shortest) {
        return new DurationRange(shortest, "must be at least " + shortest);
    }

    /**
     * Refuses a duration out of range.
     *
     * @param what what the message calls it
     * @param duration the duration
     * @return the duration
     * @throws IllegalArgumentException if it is too short or too long
     */
    public Duration check(String what, Duration duration) {
        if (duration.compareTo(shortest) < 0) {
            throw new IllegalArgumentException(what + " " + rule + ": " + duration);
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " must be at most " + LONGEST_DAYS + " days: " + duration);
        }
        return duration;
    }
}
