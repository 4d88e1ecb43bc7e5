package sse.testkit;

/** How a server has ended a stream, as observed by a client. A browser reconnects after either. */
public enum StreamEnd {
    /** The body is complete: everything that the server sent has arrived. */
    COMPLETE,

    /** The connection was reset, or ended before the body did: bytes may be missing. */
    CUT
}
