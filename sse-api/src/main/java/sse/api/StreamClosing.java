package sse.api;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import sse.api.internal.server.ReconnectDelay;
import sse.api.internal.time.DurationRange;

/**
 * How an application closes open streams by {@link SseServer#closeStreams}: each is sent what was accepted and
 * published before, and then its last event.
 *
 * <p>Immutable and thread-safe. No method takes or returns {@code null}.
 */
public final class StreamClosing {
    /** The reasons for which a stream is closed in order. */
    private static final Set<CloseReason> ORDERLY =
            EnumSet.of(CloseReason.COMPLETED, CloseReason.SHUTDOWN, CloseReason.EXPIRED, CloseReason.REVOKED);

    private final CloseReason reason;
    private final Optional<Event> lastEvent;
    private final Optional<ReconnectDelay> reconnectDelay;
    private final Optional<Duration> forGood;

    private StreamClosing(
            CloseReason reason,
            Optional<Event> lastEvent,
            Optional<ReconnectDelay> reconnectDelay,
            Optional<Duration> forGood) {
        this.reason = reason;
        this.lastEvent = lastEvent;
        this.reconnectDelay = reconnectDelay;
        this.forGood = forGood;
    }

    /**
     * Returns a closing without a last event, after which clients may reconnect.
     *
     * @param reason the reason that {@code onClose} actions and statistics receive: {@code COMPLETED},
     *     {@code SHUTDOWN}, {@code EXPIRED} or {@code REVOKED}
     * @return the closing
     * @throws IllegalArgumentException if it is another one, with which no stream is closed in order
     */
    public static StreamClosing of(CloseReason reason) {
        if (!ORDERLY.contains(Objects.requireNonNull(reason, "reason"))) {
            throw new IllegalArgumentException("reason must be one of " + ORDERLY + ": " + reason);
        }
        return new StreamClosing(reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Returns this closing with a last event, which every closed stream is sent. Default: none.
     *
     * @param event the event
     * @return the new closing
     */
    public StreamClosing withLastEvent(Event event) {
        return new StreamClosing(reason, Optional.of(Objects.requireNonNull(event, "event")), reconnectDelay, forGood);
    }

    /**
     * Returns this closing with the bounds of a random reconnection time, which every closed stream is sent, within the
     * last event if there is one, so that clients do not all reconnect at the same time. Default: clients keep their
     * reconnection time.
     *
     * @param min the shortest reconnection time
     * @param max the longest reconnection time, at most {@link Event#MAX_RETRY}
     * @return the new closing
     * @throws IllegalArgumentException as {@link SseServer.Builder#reconnectDelay} throws it
     */
    public StreamClosing withReconnectDelay(Duration min, Duration max) {
        Objects.requireNonNull(min, "min");
        Objects.requireNonNull(max, "max");
        return new StreamClosing(reason, lastEvent, Optional.of(ReconnectDelay.of(min, max)), forGood);
    }

    /**
     * Returns this closing with a time for which the service remembers the predicate: a request whose stream it accepts
     * is answered with 204, after which an {@code EventSource} does not reconnect (WHATWG HTML section 9.2.3). Default:
     * clients may come back at once.
     *
     * <p>The predicate is then called for each request for a stream which the admission accepts, with a stream that has
     * its {@linkplain EventStream#request() request} and the {@linkplain Admission#withAttribute attributes} of its
     * admission, and is not open. So it must recognize a client by these: by its session, rather than by its user, who
     * may sign in again. The time should be longer than clients stay away. A service remembers at most 1,024
     * predicates, in memory: what must outlast a restart is the business of the admission.
     *
     * @param time the time, positive, at most 36,500 days
     * @return the new closing
     * @throws IllegalArgumentException if the time is out of range
     */
    public StreamClosing forGood(Duration time) {
        DurationRange.POSITIVE.check("time of a closing for good", Objects.requireNonNull(time, "time"));
        return new StreamClosing(reason, lastEvent, reconnectDelay, Optional.of(time));
    }

    /**
     * Returns the reason.
     *
     * @return the reason
     */
    public CloseReason reason() {
        return reason;
    }

    /**
     * Returns the last event.
     *
     * @return the event; absent if there is none
     */
    public Optional<Event> lastEvent() {
        return lastEvent;
    }

    /**
     * Returns a reconnection time for one stream.
     *
     * @return a random time within the bounds; absent if there are none
     */
    public Optional<Duration> nextReconnectDelay() {
        return reconnectDelay.map(delay -> delay.next(ThreadLocalRandom.current()));
    }

    /**
     * Returns for how long requests are answered with 204.
     *
     * @return the time; absent if clients may come back at once
     */
    public Optional<Duration> forGood() {
        return forGood;
    }

    /** Returns reason and time. */
    @Override
    public String toString() {
        return "StreamClosing[reason=" + reason + ", forGood=" + forGood + "]";
    }
}
