package sse.testkit;

/**
 * An optional ability of a transport, which depends on the server that it is built on. The contract aborts the tests of
 * abilities that the transport does not have.
 */
public enum TransportAbility {
    /** Clients connect over TCP sockets, so a client can send any bytes. */
    SOCKETS,

    /**
     * Its connections are those of HTTP/1.1: a client may send malformed bytes, end its output before it has received
     * the response, ask for the end of the connection, and speak HTTP/1.0. Otherwise, as over HTTP/2, every request
     * comes in frames, which a server beneath the transport reads, and a client that ends its output has disconnected.
     */
    SPEAKS_HTTP1,

    /**
     * The transport detects at once that a client has ended or reset its connection. Without this ability a write
     * detects it, the second one at the latest. The end of a client's output is all that a server sees of a client that
     * leaves, so with this ability a client that ends only its output, and would still read, loses its stream as well;
     * without it, it receives the rest. An ordinary response it receives in any case.
     */
    NOTICES_CLIENT_END,

    /**
     * It ends a stream in order although the client has sent something after its request. Otherwise the system resets
     * the connection over unread input, and what the server has sent last may be lost to a client that was slow to read
     * it.
     */
    FINISHES_OVER_UNREAD_INPUT,

    /**
     * It reads requests itself, so that a malformed target, an unknown expectation and content that is cut short are
     * refused with the fields that let pages of other origins read that. Otherwise a server beneath it refuses them in
     * its own way.
     */
    READS_REQUESTS,

    /** It listens on the port of the server's address. Otherwise a server that exists already has chosen one. */
    CHOOSES_PORT,

    /**
     * It sends {@code 100 Continue} itself, in HTTP/1.1 and only if the content is wanted. Otherwise a server beneath
     * it sends it to every client that asks.
     */
    INVITES_CONTENT,

    /**
     * The end of a stream is marked, as by the last chunk of HTTP/1.1: a client can tell a stream that was cut from one
     * that is complete.
     */
    MARKS_STREAM_END,

    /** After the marked end of a stream, a client sends its next request on the same connection. */
    KEEPS_CONNECTION,

    /** The transport closes a connection on which a request is late or missing, timed by the server's ticker. */
    KEEPS_TIMEOUTS
}
