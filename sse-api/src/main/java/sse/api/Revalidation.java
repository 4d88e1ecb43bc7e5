package sse.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import sse.api.internal.time.DurationRange;

/**
 * How often a function is asked whether the client of an open stream is still authorized. A stream for which it returns
 * false is sent what was accepted and published before, and the {@linkplain #withLastEvent last event}, and is closed
 * with {@link CloseReason#REVOKED}. The client reconnects, and the {@linkplain StreamOptions.Builder#admission
 * admission} decides.
 *
 * <p>The first call for a stream is at a random time within the first period, the others one period apart. A service
 * runs at most {@link SseServer.Builder#maxRevalidations} calls at the same time; further ones wait. There is never
 * more than one call for a stream.
 *
 * <p>Immutable and thread-safe. No method takes or returns {@code null}.
 *
 * @see StreamOptions.Builder#revalidation
 */
public final class Revalidation {
    private static final DurationRange FROM_100_MS = DurationRange.atLeast(Duration.ofMillis(100));

    private final Duration period;
    private final Check check;
    private final Optional<Duration> timeout;
    private final Optional<Event> lastEvent;

    private Revalidation(Duration period, Check check, Optional<Duration> timeout, Optional<Event> lastEvent) {
        this.period = period;
        this.check = check;
        this.timeout = timeout;
        this.lastEvent = lastEvent;
    }

    /** Decides whether the client of a stream is still authorized. Called by several threads at the same time. */
    @FunctionalInterface
    public interface Check {
        /**
         * Returns true if the stream may go on. Runs on the service's executor and may block.
         *
         * @param stream an open stream, with the {@linkplain Admission#withAttribute attributes} that its admission has
         *     set
         * @return false if the stream is to be ended
         * @throws Exception if it cannot be decided: the stream goes on, unless the revalidation
         *     {@linkplain #failClosed fails closed}
         */
        boolean permits(EventStream stream) throws Exception;
    }

    /**
     * Returns a revalidation that fails open: a call that throws is logged, and one may take as long as it likes; the
     * stream goes on. The log has the first failure on each stream as an error, later ones as {@code DEBUG}.
     *
     * @param period the time between two calls for a stream, from 100 ms to 36,500 days
     * @param check the function
     * @return the revalidation
     * @throws IllegalArgumentException if the period is out of range
     */
    public static Revalidation every(Duration period, Check check) {
        FROM_100_MS.check("revalidation period", Objects.requireNonNull(period, "period"));
        return new Revalidation(period, Objects.requireNonNull(check, "check"), Optional.empty(), Optional.empty());
    }

    /**
     * Returns this revalidation with a timeout, and failing closed: a call that throws, or takes longer, ends the
     * stream, as one that returns false does. A call that takes longer is interrupted. The time for which a call waits
     * until it may begin does not count.
     *
     * @param timeout the timeout, from 100 ms to 36,500 days; noticed up to an eighth later
     * @return the new revalidation
     * @throws IllegalArgumentException if the timeout is out of range
     */
    public Revalidation failClosed(Duration timeout) {
        FROM_100_MS.check("revalidation timeout", Objects.requireNonNull(timeout, "timeout"));
        return new Revalidation(period, check, Optional.of(timeout), lastEvent);
    }

    /**
     * Returns this revalidation with the last event of the streams that it ends. Default: none.
     *
     * @param event the event
     * @return the new revalidation
     */
    public Revalidation withLastEvent(Event event) {
        return new Revalidation(period, check, timeout, Optional.of(Objects.requireNonNull(event, "event")));
    }

    /**
     * Returns the time between two calls for a stream.
     *
     * @return the period
     */
    public Duration period() {
        return period;
    }

    /**
     * Returns the function.
     *
     * @return the function
     */
    public Check check() {
        return check;
    }

    /**
     * Returns after which time a call ends its stream.
     *
     * @return the timeout; absent if the revalidation fails open
     */
    public Optional<Duration> timeout() {
        return timeout;
    }

    /**
     * Returns the last event of the streams that are ended.
     *
     * @return the event; absent if there is none
     */
    public Optional<Event> lastEvent() {
        return lastEvent;
    }

    /** Returns period and timeout. */
    @Override
    public String toString() {
        return "Revalidation[period=" + period + ", timeout=" + timeout + "]";
    }
}
