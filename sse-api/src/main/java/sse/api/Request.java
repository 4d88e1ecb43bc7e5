package sse.api;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A complete request. Immutable and thread-safe. Everything in it is chosen by the client and untrusted.
 *
 * <p>No method takes or returns {@code null}.
 */
public interface Request {
    /**
     * Returns the method, such as {@code GET}; case-sensitive.
     *
     * @return the method
     */
    String method();

    /**
     * Returns the path, percent-decoded as UTF-8. A {@code %2F} has become a slash; use {@link #pathParameter} where
     * the difference matters.
     *
     * @return the path, which starts with a slash
     */
    String path();

    /**
     * Returns the value of a variable of the route's template, percent-decoded as UTF-8.
     *
     * @param name the variable's name, without braces
     * @return the value, never empty
     * @throws IllegalArgumentException if the route's template has no such variable
     */
    String pathParameter(String name);

    /**
     * Returns the query as it was sent.
     *
     * @return the text after the question mark, or the empty string
     */
    String query();

    /**
     * Returns the first value of a query parameter, decoded as {@code application/x-www-form-urlencoded} in UTF-8
     * (WHATWG URL section 5.1).
     *
     * @param name the parameter's name, decoded
     * @return the value, or empty if there is no such parameter
     */
    default Optional<String> queryParameter(String name) {
        return queryParameters(name).stream().findFirst();
    }

    /**
     * Returns all values of a query parameter, in order, decoded as {@link #queryParameter} does.
     *
     * @param name the parameter's name, decoded
     * @return the values, unmodifiable, empty if there is no such parameter
     */
    List<String> queryParameters(String name);

    /**
     * Returns the header fields.
     *
     * @return the fields, values in ISO-8859-1
     */
    Headers headers();

    /**
     * Returns the peer's address: that of the last proxy, if there is one.
     *
     * @return the peer's address
     */
    InetSocketAddress remoteAddress();

    /**
     * Returns whom the server has authenticated: on {@code sse-jdkhttp}, by an authenticator of the context that the
     * service is mounted in, or by a client's certificate.
     *
     * @return the principal, named {@code realm:user} or as the certificate's subject; absent if there is none
     */
    default Optional<Principal> principal() {
        return Optional.empty();
    }

    /**
     * Returns the TLS session of the connection, with the client's certificates if it has sent some.
     *
     * @return the session; absent if the connection has no TLS, or ends it before this server
     */
    default Optional<SSLSession> tlsSession() {
        return Optional.empty();
    }

    /**
     * Returns the content.
     *
     * @return a copy of the content, empty if there is none; at most as long as {@link RequestOptions#bodyBytes()} of
     *     the route allows, or {@link sse.api.spi.HttpLimits#bodyBytes()} where the route has no limit
     * @throws IllegalStateException if this is the {@linkplain EventStream#request() request of a stream}, has content,
     *     and the handler of the stream has returned: a stream does not hold content for its whole lifetime
     */
    byte[] body();

    /**
     * Returns the content as text.
     *
     * @return the content, decoded as UTF-8 with replacement characters for what is not
     * @throws IllegalStateException as {@link #body()} throws it
     */
    default String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }
}
