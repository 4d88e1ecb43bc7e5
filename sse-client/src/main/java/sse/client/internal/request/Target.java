package sse.client.internal.request;

import java.net.URI;

/**
 * Where a request is sent, and how. Immutable.
 *
 * @param uri the URI, after redirects
 * @param method the method, after redirects
 * @param withBody true if the request has the configured content
 * @param home the origin of the source's URI, to which private fields are sent
 */
public record Target(URI uri, String method, boolean withBody, String home) {
    /** Returns true if the target is of the origin of the source's URI. */
    boolean isHome() {
        return Origin.of(uri).equals(home);
    }
}
