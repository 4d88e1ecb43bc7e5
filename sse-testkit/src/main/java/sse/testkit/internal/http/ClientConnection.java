package sse.testkit.internal.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The client's end of a connection: sends requests and reads their responses, in order. For use by one thread at a
 * time. The parameter of a method that waits is the maximum time; with zero it reads only what has arrived.
 *
 * <p>The head of a response is read first, then its body to the end, then the next head.
 */
public interface ClientConnection {
    /** Returns the timeout for tests that set none: zero if waiting is pointless. */
    Duration defaultTimeout();

    /** Sends a complete request. Several may be sent before the first response is read. */
    void send(ClientRequest request, Duration timeout) throws IOException;

    /** Sends bytes that need not be a request. Over sockets only. */
    void sendBytes(byte[] bytes, Duration timeout) throws IOException;

    /**
     * Reads the head of the next response.
     *
     * @return the head, or empty if it has not arrived in time
     * @throws java.io.EOFException if the connection ended before it
     * @throws IOException if the connection was reset
     */
    Optional<ResponseHead> readHead(Duration timeout) throws IOException;

    /**
     * Reads from the body of the current response.
     *
     * @return the number of bytes, zero if none arrived in time, or -1 at the end of a complete body
     * @throws IOException if the connection was reset, or ended before the body did
     */
    int readBody(byte[] bytes, int offset, int length, Duration timeout) throws IOException;

    /** Shuts down the client's output. It can still read. */
    void halfClose();

    /** Closes the connection, as a program does that closes its socket. */
    void close();

    /** Closes the connection with a reset. */
    void reset();
}
