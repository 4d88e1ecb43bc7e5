package sse.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sse.api.internal.codec.Quote;

/**
 * Which origins' pages may read the responses (WHATWG Fetch, "CORS protocol"). Immutable.
 *
 * @param origins the allowed origins as browsers send them, such as {@code https://example.org}: in lower case, and
 *     without the port that is the scheme's default; or {@code *} alone for any
 * @param credentials whether requests may carry cookies; the origin is then named in the answer, never {@code *}
 */
public record Cors(Set<String> origins, boolean credentials) {
    private static final Pattern ORIGIN =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(\\[[0-9A-Fa-f:.]+]|[^/?#@\\s*:\\[\\]]+)(?::0*([0-9]*))?");
    private static final Map<String, String> DEFAULT_PORTS = Map.of("http", "80", "https", "443");

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
            if (!any && !origin.equals("null")) {
                requireAsSent(origin);
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
     * @throws IllegalArgumentException if the origins are {@code *}: naming every origin and allowing its cookies would
     *     open the server to every page
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

    /** Origins are compared as texts, so one that no browser sends would never be found. */
    private static void requireAsSent(String origin) {
        Matcher parts = ORIGIN.matcher(origin);
        if (!parts.matches()) {
            throw refusal("scheme://host[:port] without a path, or * alone and without credentials", origin);
        }
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(origin)) {
            throw refusal("in ASCII, with a host like xn--bcher-kva.example", origin);
        }
        String port = Objects.requireNonNullElse(parts.group(3), "");
        if (port.length() > 5 || (!port.isEmpty() && Integer.parseInt(port) > 65_535)) {
            throw refusal("without a port above 65535", origin);
        }
        String sent = sent(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2), port);
        if (!origin.equals(sent)) {
            throw refusal("as browsers send it, " + Quote.of(sent), origin);
        }
    }

    /**
     * Returns an origin as browsers write it (WHATWG HTML section 7.1.1). Of schemes that are not HTTP the host is left
     * alone.
     */
    private static String sent(String scheme, String host, String port) {
        String defaultPort = DEFAULT_PORTS.get(scheme);
        String sentHost = defaultPort == null ? host : host.toLowerCase(Locale.ROOT);
        String sentPort = port.isEmpty() || port.equals(defaultPort) ? "" : ":" + port;
        return scheme + "://" + sentHost + sentPort;
    }

    private static IllegalArgumentException refusal(String rule, String origin) {
        return new IllegalArgumentException("origin must be " + rule + ": " + Quote.of(origin));
    }
}
