package sse.testkit;

/**
 * An optional ability of a transport, which depends on the server that it is built on. The contract aborts the tests of
 * abilities that the transport does not have.
 */
public enum TransportAbility {
    /** Clients connect over TCP sockets, so a client can send any bytes. */
    SOCKETS,

    /**
     * The transport detects at once that a client has ended or reset its connection. Without this ability a write
     * detects it, the second one at the latest.
     */
    NOTICES_CLIENT_END,

    /**
     * It ends a stream in order although the client has sent something after its request. Otherwise the system resets
     * the connection over unread input, and what the server has sent last may be lost to a client that was slow to read
     * it.
     */
    FINISHES_OVER_UNREAD_INPUT,

    /**
     * It sends {@code 100 Continue} itself, in HTTP/1.1 and only if the content is wanted. Otherwise a server beneath
     * it sends it to every client that asks.
     */
    INVITES_CONTENT,

    /** The transport closes a connection on which a request is late or missing, timed by the server's ticker. */
    KEEPS_TIMEOUTS
}
