package sse.client.internal.request;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sse.client.ConnectAttempt;

/**
 * What the program configured about requests. Immutable.
 *
 * @param uri returns the URI, called at each attempt
 * @param method the method
 * @param body returns the content, called for each request; null if there is none
 * @param fields the header fields, in order
 * @param gzip true if gzip is asked for
 * @param repeatable true if the program said that the request may be repeated, whatever its method
 */
public record RequestPlan(
        Function<ConnectAttempt, URI> uri,
        String method,
        @Nullable Function<ConnectAttempt, BodyPublisher> body,
        List<HeaderField> fields,
        boolean gzip,
        boolean repeatable) {
    /** Methods that are safe (RFC 9110 section 9.2.1, RFC 10008). */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "QUERY");

    /** Returns true if the request may be sent again after a server may have received it. */
    public boolean mayRepeat() {
        return repeatable || SAFE.contains(method);
    }

    /** Returns true if a further attempt may carry other credentials. */
    public boolean isRefreshable() {
        return fields.stream().anyMatch(HeaderField::computed);
    }
}
