package sse.api.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.http.HttpRejection;

/**
 * The responses to requests that a source of exchanges refuses without an {@link Exchange}: because they are malformed,
 * too large or late, or because their content makes no difference. Thread-safe; no method blocks.
 */
public interface Refusals {
    /**
     * Returns the refusals of a service that allows no other origins, and wants all content.
     *
     * @return refusals that depend on nothing but the rule
     */
    static Refusals plain() {
        return (rejection, headers) -> {
            Objects.requireNonNull(headers, "headers");
            return Response.text(rejection.text()).withStatus(rejection.status());
        };
    }

    /**
     * Returns the response to a request that breaks a rule.
     *
     * @param rejection the rule that the request breaks
     * @param headers the header fields of the request, as far as they are known
     * @return the response, with the fields that let pages of other origins read it
     */
    Response rejection(HttpRejection rejection, Headers headers);

    /**
     * Returns true if {@link #rejection} depends on the {@code Origin} of the request. A source of exchanges that
     * rejects a request before it has read that field should go on reading the head for it, within its limits.
     *
     * @return false unless overridden
     */
    default boolean varyByOrigin() {
        return false;
    }

    /**
     * Returns the response to a request for which its content makes no difference, such as 404 and 405. A client that
     * waits for {@code 100 Continue} (RFC 9110 section 10.1.1) is sent this response instead, if there is one.
     *
     * @param method the method
     * @param target the request target as it was sent
     * @param headers the header fields
     * @return the response; absent if the content is wanted, as it is unless overridden
     */
    default Optional<Response> beforeContent(String method, String target, Headers headers) {
        return Optional.empty();
    }

    /**
     * Returns the most content that a request may have, by its head. A source of exchanges asks before it reads the
     * content, and allocates for what has arrived, not for what is announced.
     *
     * @param method the method
     * @param target the request target as it was sent
     * @param headers the header fields
     * @return the limit of the request's route, from 0 to {@link sse.api.RequestOptions#MAX_BODY_BYTES}; absent, as it
     *     is unless overridden, if {@link HttpLimits#bodyBytes()} applies
     */
    default OptionalInt bodyBytes(String method, String target, Headers headers) {
        return OptionalInt.empty();
    }

    /**
     * Returns the response to a request with more content than {@link #bodyBytes} allows: the one that
     * {@link #beforeContent} has, such as 404 or 415, or else the {@link #rejection}.
     *
     * @param rejection the rejection, by {@link sse.api.spi.http.HttpRule#CONTENT_TOO_LARGE}
     * @param method the method
     * @param target the request target as it was sent
     * @param headers the header fields
     * @return the response
     */
    default Response tooMuchContent(HttpRejection rejection, String method, String target, Headers headers) {
        return beforeContent(method, target, headers).orElseGet(() -> rejection(rejection, headers));
    }
}
