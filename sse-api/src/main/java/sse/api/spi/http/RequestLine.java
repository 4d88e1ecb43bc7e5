package sse.api.spi.http;

import java.util.Objects;

/**
 * The first line of a request (RFC 9112 section 3). Immutable.
 *
 * @param method the method, a token, as it was sent
 * @param target the request target as it was sent; routing interprets it
 * @param version the version
 */
public record RequestLine(String method, String target, HttpVersion version) {
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
     * @throws HttpRejection if it is malformed (400), or its major version is not 1 (505)
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
     * @throws HttpRejection if a part is malformed (400), or the major version is not 1 (505)
     */
    public static RequestLine of(String method, String target, String version) throws HttpRejection {
        if (!HttpSyntax.isToken(method)) {
            throw HttpRule.METHOD_MALFORMED.rejection();
        }
        HttpVersion parsed = HttpVersion.parse(version);
        if (!HttpSyntax.isTarget(target)) {
            throw HttpRule.TARGET_MALFORMED.rejection();
        }
        return new RequestLine(method, target, parsed);
    }
}
