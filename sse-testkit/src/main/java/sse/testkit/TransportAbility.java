package sse.testkit;

/**
 * Something that a transport may or may not be able to do, because of what it is built on. The contract leaves out the
 * tests of what it cannot.
 */
public enum TransportAbility {
    /** Its clients come over TCP sockets, so that a client can send any bytes. */
    SOCKETS,

    /**
     * It notices at once that a client has ended or reset its connection. Otherwise a write does, the second one at the
     * latest.
     */
    NOTICES_CLIENT_END,

    /**
     * It ends a stream in order although the client has sent something after its request. Otherwise the system resets
     * the connection over unread input, and what the server has sent last may be lost to a client that was slow to read
     * it.
     */
    FINISHES_OVER_UNREAD_INPUT,

    /** It ends a connection on which a request takes too long, or none comes, by the server's ticker. */
    KEEPS_TIMEOUTS
}
