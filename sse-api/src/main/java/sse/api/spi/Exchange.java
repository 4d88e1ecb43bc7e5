package sse.api.spi;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import sse.api.Headers;
import sse.api.Response;

/**
 * A complete request, and where it is answered. Confined to its lane, except that the accessors of the request may be
 * called from other threads to which the exchange has been published safely.
 *
 * <p>Duties:
 *
 * <ol>
 *   <li>{@link #headers()} are decoded as ISO-8859-1, and {@link #target()} is the target as it was sent. The authority
 *       of a target in absolute form takes the place of {@code Host} (RFC 9112 section 3.2.2).
 *   <li>{@link #body()} is the whole content, without its transfer coding; a request with more content than the limit
 *       never becomes an exchange.
 *   <li>{@link #respond} adds {@code Date}, {@code Content-Length} and {@code Connection}, and keeps the connection for
 *       the next request where HTTP allows it. For {@code HEAD} it omits the content and sends its length, or no length
 *       if there is no content: the length of a stream is unknown. It does not copy the content as a whole: the content
 *       of a response that many clients are sent is in memory once.
 *   <li>{@link #open} writes the status and the fields, chooses the framing, and avoids compression and buffering. The
 *       head is sent with the first write at the latest. Later input of the client is read, so that its end is noticed,
 *       and discarded.
 *   <li>If the peer has disconnected, both have no effect except {@link ConnectionListener#closed()}.
 *   <li>{@link #onPeerEnd} runs its action at most once, on the lane, and not after the answer. A peer that has only
 *       ended its output still receives a response.
 *   <li>{@link #marksStreamEnd} returns what {@link #open} does with this request.
 * </ol>
 */
public interface Exchange {
    /**
     * Returns the method.
     *
     * @return the method as it was sent
     */
    String method();

    /**
     * Returns the request target (RFC 9112 section 3.2), in any of its forms.
     *
     * @return the target as it was sent
     */
    String target();

    /**
     * Returns the header fields.
     *
     * @return the fields, in ISO-8859-1
     */
    Headers headers();

    /**
     * Returns the peer's address.
     *
     * @return the address
     */
    InetSocketAddress remoteAddress();

    /**
     * Returns the content.
     *
     * @return the content, empty if there is none; the caller owns it
     */
    byte[] body();

    /**
     * Returns whom the transport, or the server that it is mounted in, has authenticated.
     *
     * @return the principal; absent unless overridden
     */
    default Optional<Principal> principal() {
        return Optional.empty();
    }

    /**
     * Returns the TLS session of the connection.
     *
     * @return the session; absent unless overridden
     */
    default Optional<SSLSession> tlsSession() {
        return Optional.empty();
    }

    /**
     * Returns true if the end of a stream is marked, as by the last chunk of HTTP/1.1, and not by that of the
     * connection. Only such streams are compressed: some clients collect a response that ends with its connection.
     *
     * @return false unless overridden
     */
    default boolean marksStreamEnd() {
        return false;
    }

    /**
     * Sets an action for the case that the peer ends its output or resets the connection before the request is
     * answered. Does nothing unless overridden, as on a connection that cannot notice it.
     *
     * @param action what runs
     */
    default void onPeerEnd(Runnable action) {}

    /**
     * Answers with a complete response.
     *
     * @param response the response
     */
    void respond(Response response);

    /**
     * Answers with an event stream.
     *
     * @param status the status, 200 to 299 but for 204 and 205
     * @param headers the fields of the response, {@code Content-Type} among them
     * @param listener receives the events of the connection on the lane, not before this returns
     * @return the connection to write to
     */
    StreamConnection open(int status, Headers headers, ConnectionListener listener);
}
