package sse.client.internal.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays between attempts: the reconnection time, doubled with each further failure up to a maximum, of which a random
 * part is left out. With the default jitter of 1 that is "full jitter": uniform between zero and the delay, so that
 * clients that lost their connections together do not return together. For use by one thread at a time.
 */
final class Backoff {
    /** The shortest reconnection time that a server can set: zero would make a loop without a pause. */
    static final Duration MIN_TIME = Duration.ofMillis(100);

    private static final int MAX_DOUBLINGS = 30;

    private final RetrySettings settings;
    private final RandomGenerator random;
    private Duration time;

    Backoff(RetrySettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.time = settings.delay();
    }

    /** Sets the reconnection time that the server has sent. */
    void setTime(Duration sent) {
        time = sent.compareTo(MIN_TIME) < 0 ? MIN_TIME : sent;
    }

    /** Returns the next delay after a number of failures in a row. */
    Duration next(int failures) {
        double factor = Math.pow(2, Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1)));
        double limit = Math.min(seconds(settings.maxDelay()), seconds(time) * factor);
        double delay = limit * (1 - settings.jitter() * random.nextDouble());
        return Duration.ofNanos(Math.round(delay * 1e9));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
