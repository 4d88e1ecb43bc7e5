package sse.api;

/**
 * The immediate result of sending an event. A client that has disconnected and a full queue are results, not
 * exceptions.
 */
public enum SendResult {
    /**
     * The event is in the stream's send queue. It is accepted, not delivered: the client may disconnect before it is
     * written.
     */
    ACCEPTED,

    /**
     * The send queue was full and the event was not queued, because of the stream's {@link OverflowPolicy} or because
     * the caller's timeout elapsed.
     */
    DROPPED,

    /** The stream is closed, perhaps because this event overflowed its queue. No later event is accepted. */
    CLOSED
}
