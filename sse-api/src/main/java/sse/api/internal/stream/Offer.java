package sse.api.internal.stream;

/** The result of offering a frame to a {@link SendQueue}. */
enum Offer {
    /** It is queued. */
    ACCEPTED,
    /** The policy has left it out. */
    DROPPED,
    /** There is no room for it, and nothing was done. */
    FULL,
    /** There was no room for it, and the policy has closed the queue. */
    OVERFLOWED,
    /** The queue was closed before. */
    CLOSED
}
