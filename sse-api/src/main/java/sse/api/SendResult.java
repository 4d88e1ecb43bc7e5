package sse.api;

/**
 * Says what became of an event at the moment it was sent. A peer that is gone and a queue that is full are values, not
 * exceptions.
 */
public enum SendResult {
    /**
     * The event is in the stream's outbox and leaves in its turn. It is accepted, not delivered: the peer may still go
     * away.
     */
    ACCEPTED,

    /**
     * The outbox was full and the event was left out, as the stream's {@link OverflowPolicy} or the caller's timeout
     * asked.
     */
    DROPPED,

    /** The stream is closed, or this event's overflow has closed it. No later event is accepted. */
    CLOSED
}
