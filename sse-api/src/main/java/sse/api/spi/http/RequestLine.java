package sse.api.spi.http;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The first line of a request (RFC 9112 section 3). Immutable.
 *
 * @param method the method, a token, as it was sent
 * @param target the request target as it was sent; routing interprets it
 * @param version the version
 */
public record RequestLine(String method, String target, HttpVersion version) {
    /** The most bytes of a method: longer ones are answered 501. The longest registered method has 17. */
    public static final int MAX_METHOD_BYTES = 32;

    private static final List<String> SCHEMES = List.of("http://", "https://");

    /**
     * Creates a request line whose parts have been checked.
     *
     * @param method the method
     * @param target the request target
     * @param version the version
     */
    public RequestLine {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(version, "version");
    }

    /**
     * Parses a line.
     *
     * @param line the line without its line end, in ISO-8859-1
     * @return the request line
     * @throws HttpRejection if it is malformed (400), its method is too long (501), or its major version is not 1 (505)
     */
    public static RequestLine parse(String line) throws HttpRejection {
        int first = line.indexOf(' ');
        int second = first < 0 ? -1 : line.indexOf(' ', first + 1);
        if (second < 0 || line.indexOf(' ', second + 1) >= 0) {
            throw HttpRule.REQUEST_LINE_MALFORMED.rejection();
        }
        String method = line.startsWith("GET ") ? "GET" : line.substring(0, first);
        return of(method, line.substring(first + 1, second), line.substring(second + 1));
    }

    /**
     * Checks the parts of a line that another parser has taken apart.
     *
     * @param method the method as it was sent
     * @param target the request target as it was sent
     * @param version the version as it was sent
     * @return the request line
     * @throws HttpRejection if a part is malformed (400), the method is too long (501), or the major version is not 1
     *     (505)
     */
    public static RequestLine of(String method, String target, String version) throws HttpRejection {
        if (!HttpSyntax.isToken(method)) {
            throw HttpRule.METHOD_MALFORMED.rejection();
        }
        if (method.length() > MAX_METHOD_BYTES) {
            throw HttpRule.METHOD_TOO_LONG.rejection(MAX_METHOD_BYTES);
        }
        HttpVersion parsed = HttpVersion.parse(version);
        if (!HttpSyntax.isTarget(target)) {
            throw HttpRule.TARGET_MALFORMED.rejection();
        }
        RequestLine line = new RequestLine(method, target, parsed);
        if (line.authority().filter(authority -> !HostField.isValid(authority)).isPresent()) {
            throw HttpRule.AUTHORITY_MALFORMED.rejection();
        }
        return line;
    }

    /**
     * Returns the rejection of a request line that exceeds its limit.
     *
     * @param start the bytes up to the limit, in ISO-8859-1
     * @param limit the limit in bytes
     * @return 501 if they are the start of a method that is too long by itself, otherwise 414
     */
    public static HttpRejection tooLong(String start, int limit) {
        boolean isMethod = start.length() > MAX_METHOD_BYTES && HttpSyntax.isToken(start);
        return isMethod
                ? HttpRule.METHOD_TOO_LONG.rejection(MAX_METHOD_BYTES)
                : HttpRule.REQUEST_LINE_TOO_LONG.rejection(limit);
    }

    /**
     * Returns the authority of a target in absolute form, which takes the place of {@code Host} (RFC 9112 section
     * 3.2.2).
     *
     * @return the host with its optional port; absent if the target is not an {@code http} or {@code https} URI
     */
    public Optional<String> authority() {
        int start = target.startsWith("/") ? -1 : startOfAuthority();
        if (start < 0) {
            return Optional.empty();
        }
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return Optional.of(target.substring(start, end));
    }

    private int startOfAuthority() {
        for (String scheme : SCHEMES) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return -1;
    }
}
