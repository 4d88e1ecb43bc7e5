package sse.api.spi;

import java.net.InetSocketAddress;
import sse.api.Headers;
import sse.api.Response;

/**
 * One complete request and the way to answer it. Confined to its lane; the accessors of the request may also be called
 * from other threads the exchange is handed to safely.
 *
 * <p>Duties:
 *
 * <ol>
 *   <li>{@link #headers()} are decoded as ISO-8859-1 and {@link #target()} is as it was sent.
 *   <li>{@link #body()} is the whole content, already decoded from its transfer coding; a request with more than the
 *       limit never becomes an exchange.
 *   <li>{@link #respond} adds {@code Date}, {@code Content-Length} and {@code Connection}, and keeps the connection for
 *       the next request where HTTP allows. For {@code HEAD} it leaves the content out and names its length, and no
 *       length if there is no content: a stream has none to name.
 *   <li>{@link #open} writes status 200 and the fields, chooses the framing, and keeps compression and buffering out of
 *       the way. The head leaves with the first write at the latest. What the client sends afterwards is read, so that
 *       its end is noticed, and discarded.
 *   <li>Both work, to no effect but {@link ConnectionListener#closed()}, when the peer is already gone.
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
     * Answers with a complete response.
     *
     * @param response the response
     */
    void respond(Response response);

    /**
     * Answers with an event stream.
     *
     * @param headers the fields of the response, {@code Content-Type} among them
     * @param listener is told on the lane what becomes of the connection; not before this returns
     * @return the connection to write to
     */
    StreamConnection open(Headers headers, ConnectionListener listener);
}
