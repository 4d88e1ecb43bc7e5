package sse.api;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which origins' pages may read the responses (WHATWG Fetch, "CORS protocol"). Immutable.
 *
 * @param origins the allowed origins as browsers send them, such as {@code https://example.org}, or {@code *} alone for any
 * @param credentials whether requests may carry cookies; the origin is then named in the answer, never {@code *}
 */
public record Cors(Set<String> origins, boolean credentials) {
    /**
     * Checks every part.
     *
     * @param origins the allowed origins
     * @param credentials whether requests may carry cookies
     * @throws IllegalArgumentException if one is out of range; the message says which and why
     */
    public Cors {
        origins = Set.copyOf(Objects.requireNonNull(origins, "origins"));
        if (origins.isEmpty()) {
            throw new IllegalArgumentException("origins must not be empty: []");
        }
        for (String origin : origins) {
            boolean any = origin.equals("*") && origins.size() == 1 && !credentials;
            if (!any && !origin.equals("null") && !isOrigin(origin)) {
                throw new IllegalArgumentException(
                        "origin must be scheme://host[:port] without a path, or * alone and without credentials: "
                                + Quoted.of(origin));
            }
        }
    }

    /**
     * Allows pages of some origins, without credentials.
     *
     * @param origins the origins, or {@code "*"} alone
     * @return the rule
     * @throws IllegalArgumentException if one is not an origin
     */
    public static Cors allow(String... origins) {
        Objects.requireNonNull(origins, "origins");
        return new Cors(Set.copyOf(List.of(origins)), false);
    }

    /**
     * Allows the same origins to send credentials.
     *
     * @return the rule
     * @throws IllegalArgumentException if the origins are {@code *}: naming every origin and allowing its cookies would open the server to
     *     every page
     */
    public Cors withCredentials() {
        return new Cors(origins, true);
    }

    /**
     * Says whether an origin is allowed.
     *
     * @param origin the value of an {@code Origin} header
     * @return whether its pages may read the response
     */
    public boolean allows(String origin) {
        Objects.requireNonNull(origin, "origin");
        return origins.contains("*") || origins.contains(origin);
    }

    private static boolean isOrigin(String text) {
        return text.matches("[a-z][a-z0-9+.-]*://[^/?#@\\s*]+");
    }
}
