package sse.api.internal.stream;

/** The states of a stream. See {@link StreamChannel} for their transitions. */
enum StreamState {
    /** The response has not been opened yet; events are accepted and queued. */
    OPENING,

    /** Connected. */
    OPEN,

    /** Connected and about to close: only what was accepted or published before is still sent. */
    DRAINING,

    /** Off its lane: nothing is sent any more, but the connection may still flush. */
    CLOSED,

    /** Closed, and its connection is gone or was never opened. */
    DISCONNECTED
}
