package sse.api.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sse.api.Headers;
import sse.api.RequestOptions;
import sse.api.Response;
import sse.api.spi.http.Quote;

/** The form of origins, and which of them may send requests to a route (RFC 6454 section 7). */
public final class Origins {
    private static final Pattern ORIGIN =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(\\[[0-9A-Fa-f:.]+]|[^/?#@\\s*:\\[\\]]+)(?::0*([0-9]*))?");
    private static final Map<String, String> DEFAULT_PORTS = Map.of("http", "80", "https", "443");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    private Origins() {}

    /** Returns the response to a request that comes from a page whose origin may not send it. */
    public static Optional<Response> refusal(RequestOptions rules, Headers headers) {
        return allows(rules, headers) ? Optional.empty() : Optional.of(forbidden());
    }

    /** Returns the response to an OPTIONS request if its origin may not send the request that it asks about. */
    public static Optional<Response> refusalOfOptions(Route route, Headers headers) {
        Optional<String> method = headers.first("Access-Control-Request-Method");
        List<Route.Endpoint> asked = endpoints(route)
                .filter(endpoint -> method.filter(endpoint::takes).isPresent())
                .toList();
        List<Route.Endpoint> concerned = asked.isEmpty() ? endpoints(route).toList() : asked;
        boolean allowed = concerned.stream().anyMatch(endpoint -> allows(endpoint.requests(), headers));
        return allowed ? Optional.empty() : Optional.of(forbidden());
    }

    private static Stream<Route.Endpoint> endpoints(Route route) {
        return Stream.concat(route.streams().stream(), route.answers().stream());
    }

    private static boolean allows(RequestOptions rules, Headers headers) {
        Set<String> allowed = rules.allowedOrigins();
        return allowed.isEmpty() || allowed.containsAll(headers.all("Origin"));
    }

    private static Response forbidden() {
        return Response.text("origin is not allowed\n").withStatus(403).withHeader("Vary", "Origin");
    }

    /**
     * Checks the form of an origin: origins are compared as text, so one that no browser sends would never match.
     *
     * @param origin the origin
     * @param exceptions what the rule in the message adds
     * @throws IllegalArgumentException if browsers write it otherwise, or it is none
     */
    public static void requireAsSent(String origin, String exceptions) {
        Matcher parts = ORIGIN.matcher(origin);
        if (!parts.matches()) {
            throw refusal("scheme://host[:port] without a path" + exceptions, origin);
        }
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(origin)) {
            throw refusal("in ASCII, with a host like xn--bcher-kva.example", origin);
        }
        String port = Objects.requireNonNullElse(parts.group(3), "");
        if (port.length() > MAX_PORT_DIGITS || (!port.isEmpty() && Integer.parseInt(port) > MAX_PORT)) {
            throw refusal("without a port above 65535", origin);
        }
        String sent = sent(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2), port);
        if (!origin.equals(sent)) {
            throw refusal("as browsers send it, " + Quote.of(sent), origin);
        }
    }

    /**
     * Returns an origin as browsers write it (WHATWG HTML section 7.1.1). The host is not changed unless the scheme is
     * that of HTTP.
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
