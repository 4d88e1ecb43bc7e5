package sse.client.internal.request;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sse.client.ResponseHead;

/**
 * Follows redirects as fetch does, and remembers permanent ones (RFC 9110 sections 15.4.2 and 15.4.9). For use by one
 * thread at a time.
 */
final class Redirects {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REMEMBERED = 16;

    private final Map<URI, URI> remembered = new LinkedHashMap<>();

    /** Returns the URI that permanent redirects have led to. */
    URI resolve(URI uri) {
        URI target = uri;
        for (int i = 0; i < MAX_REMEMBERED && remembered.containsKey(target); i++) {
            target = remembered.get(target);
        }
        return target;
    }

    /** Returns where a response redirects to; empty if it does not, or to where no request may go. */
    Optional<Target> follow(Target from, ResponseHead head) {
        if (!STATUSES.contains(head.status())) {
            return Optional.empty();
        }
        Optional<URI> location = head.headers()
                .firstValue("Location")
                .flatMap(text -> resolve(from.uri(), text))
                .filter(to -> mayFollow(from.uri(), to));
        return location.map(to -> target(from, to, head.status()));
    }

    private Target target(Target from, URI to, int status) {
        boolean becomesGet = (status == 303 && !from.method().equals("HEAD"))
                || ((status == 301 || status == 302) && from.method().equals("POST"));
        if ((status == 301 || status == 308) && !becomesGet && remembered.size() < MAX_REMEMBERED) {
            remembered.put(from.uri(), to);
        }
        return new Target(to, becomesGet ? "GET" : from.method(), from.withBody() && !becomesGet, from.home());
    }

    private static Optional<URI> resolve(URI base, String location) {
        try {
            return Optional.of(UriReference.resolve(base, location));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Returns false for other schemes, and from HTTPS to HTTP. */
    private static boolean mayFollow(URI from, URI to) {
        String scheme = to.getScheme();
        if (to.getHost() == null || scheme == null) {
            return false;
        }
        return scheme.equalsIgnoreCase("https")
                || (scheme.equalsIgnoreCase("http") && from.getScheme().equalsIgnoreCase("http"));
    }
}
