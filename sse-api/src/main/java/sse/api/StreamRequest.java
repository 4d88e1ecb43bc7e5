package sse.api;

import java.util.Optional;

/** The request that opened, or asks to open, an event stream. Immutable; everything in it is untrusted. */
public interface StreamRequest extends Request {
    /**
     * Returns the id of the last event the client saw: the {@code Last-Event-ID} header decoded as UTF-8, or else the
     * query parameter that {@link StreamOptions#lastEventIdParameter()} names, or else what the function
     * {@link StreamOptions#lastEventId()} has found.
     *
     * @return the id, never the empty text, or empty on a first connection
     */
    Optional<String> lastEventId();
}
