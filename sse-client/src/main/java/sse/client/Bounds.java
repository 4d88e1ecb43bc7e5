package sse.client;

import java.time.Duration;

/** What settings accept. */
final class Bounds {
    private static final Duration MAX_DURATION = Duration.ofDays(36_500);

    private Bounds() {}

    static Duration positive(String what, Duration duration) {
        if (duration.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + duration);
        }
        return notNegative(what, duration);
    }

    static Duration notNegative(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative: " + duration);
        }
        if (duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(what + " must be at most 36500 days: " + duration);
        }
        return duration;
    }

    static int positive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " must be at least 1: " + number);
        }
        return number;
    }
}
