package sse.testkit.internal.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection as a client sees it: requests out, responses in, in order. For use by one thread at a time. A method
 * that waits takes the longest time it may; with zero it takes what is already there.
 *
 * <p>A response's head comes first, then its body until that has ended, then the next head.
 */
public interface ClientConnection {
    /** Returns how long to wait where the test does not say: zero where waiting would bring nothing. */
    Duration defaultTimeout();

    /** Sends a request, whole. Several may be sent before the first response is read. */
    void send(ClientRequest request, Duration timeout) throws IOException;

    /** Sends bytes that need not be a request. Only over sockets. */
    void sendBytes(byte[] bytes, Duration timeout) throws IOException;

    /**
     * Reads the head of the next response.
     *
     * @return the head, or empty if it has not come in time
     * @throws java.io.EOFException if the connection ended before it
     * @throws IOException if the connection was reset
     */
    Optional<ResponseHead> readHead(Duration timeout) throws IOException;

    /**
     * Reads from the body of the current response.
     *
     * @return how many bytes, zero if none came in time, or -1 if the body has ended in order
     * @throws IOException if the connection was reset, or ended before the body did
     */
    int readBody(byte[] bytes, int offset, int length, Duration timeout) throws IOException;

    /** Shuts down the client's output. It can still read. */
    void halfClose();

    /** Leaves as a program does that closes its socket. */
    void close();

    /** Leaves with a reset. */
    void reset();
}
