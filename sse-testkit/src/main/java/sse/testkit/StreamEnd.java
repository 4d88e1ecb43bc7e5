package sse.testkit;

/** Says how a server has ended a stream, as far as a client can tell. A browser reconnects after either. */
public enum StreamEnd {
    /** The body ended in order: everything the server sent has arrived. */
    COMPLETE,

    /** The connection was reset, or ended before the body did: bytes may be missing. */
    CUT
}
