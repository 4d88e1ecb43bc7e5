package sse.api.spi.http;

/** The versions of HTTP/1 that differ for a server (RFC 9112 section 2.3). */
public enum HttpVersion {
    /**
     * HTTP/1.0: {@code Host} is optional, and a connection closes after a response unless the client asks otherwise.
     */
    HTTP_1_0,
    /** HTTP/1.1, and every higher minor version, which is answered as HTTP/1.1 (RFC 9110 section 2.5). */
    HTTP_1_1;

    private static final String PREFIX = "HTTP/";
    private static final int LENGTH = "HTTP/1.1".length();

    /**
     * Parses the last part of a request line.
     *
     * @param text the version as it was sent
     * @return the version
     * @throws HttpRejection if it is malformed (400), or its major version is not 1 (505)
     */
    public static HttpVersion parse(String text) throws HttpRejection {
        if (text.equals("HTTP/1.1")) {
            return HTTP_1_1;
        }
        if (text.length() != LENGTH
                || !text.startsWith(PREFIX)
                || !HttpSyntax.isDigit(text.charAt(5))
                || text.charAt(6) != '.'
                || !HttpSyntax.isDigit(text.charAt(7))) {
            throw HttpRule.VERSION_MALFORMED.rejection();
        }
        if (text.charAt(5) != '1') {
            throw HttpRule.VERSION_UNSUPPORTED.rejection();
        }
        return text.charAt(7) == '0' ? HTTP_1_0 : HTTP_1_1;
    }
}
