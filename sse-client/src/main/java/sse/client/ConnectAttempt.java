package sse.client;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to connect, for the functions that contribute to its request.
 *
 * <p>Immutable and safe for use by any thread. No method takes or returns null; a null argument causes a
 * {@link NullPointerException} that names the parameter.
 */
public final class ConnectAttempt {
    private final long number;
    private final String lastEventId;
    private final @Nullable Disconnection previous;

    private ConnectAttempt(long number, String lastEventId, @Nullable Disconnection previous) {
        this.number = number;
        this.lastEventId = Objects.requireNonNull(lastEventId, "lastEventId");
        this.previous = previous;
    }

    /**
     * Creates the first attempt of a source.
     *
     * @param lastEventId the initial last event ID, empty if there is none
     * @return the attempt, with number 1
     */
    public static ConnectAttempt first(String lastEventId) {
        return new ConnectAttempt(1, lastEventId, null);
    }

    /**
     * Creates the attempt that follows this one.
     *
     * @param lastEventId the last event ID, empty if there is none
     * @param previous how this attempt, or its connection, ended
     * @return the attempt, with the next number
     */
    public ConnectAttempt next(String lastEventId, Disconnection previous) {
        return new ConnectAttempt(number + 1, lastEventId, Objects.requireNonNull(previous, "previous"));
    }

    /**
     * Returns the number of this attempt since the source was created.
     *
     * @return the number, 1 for the first
     */
    public long number() {
        return number;
    }

    /**
     * Returns the last event ID, after which the server should continue. It is also sent as {@code Last-Event-ID}.
     *
     * @return the id; empty if there is none
     */
    public String lastEventId() {
        return lastEventId;
    }

    /**
     * Returns how the attempt before, or its connection, ended.
     *
     * @return the disconnection; empty for the first attempt
     */
    public Optional<Disconnection> previous() {
        return Optional.ofNullable(previous);
    }

    /**
     * Returns true if the attempt before was refused with 401 or 403, so that a cached token should be replaced.
     *
     * @return true if credentials were refused
     */
    public boolean wasUnauthorized() {
        return previous != null
                && previous.response()
                        .filter(head -> head.status() == 401 || head.status() == 403)
                        .isPresent();
    }
}
