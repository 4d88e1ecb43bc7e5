package sse.api.spi.http;

/**
 * The rules for requests (RFC 9110, RFC 9112) and the limits, each with the status and the text of the answer to a
 * request that breaks it. This is the only place of these texts, so that every transport answers in the same words.
 */
public enum HttpRule {
    /**
     * A CR that no LF follows. RFC 9112 section 2.2 allows replacing it, but then two servers may read it differently.
     */
    BARE_CR(400, "a CR must be followed by an LF"),

    /** An LF that follows no CR. RFC 9112 section 2.2 allows it, but then two servers may read it differently. */
    BARE_LF(400, "an LF must follow a CR"),

    /** A control character in the head, or in the framing of chunks (RFC 9110 section 5.5). */
    CONTROL_CHARACTER(400, "a line must not have control characters"),

    /** A request line that is not three parts (RFC 9112 section 3). */
    REQUEST_LINE_MALFORMED(400, "a request line must be a method, a target and a version, separated by single spaces"),

    /** A method that is no token (RFC 9110 section 9.1). */
    METHOD_MALFORMED(400, "a method must be a token"),

    /** A method that is longer than any that is known (RFC 9112 section 3). */
    METHOD_TOO_LONG(501, "the method must be at most %d bytes"),

    /** A target that is empty, or has a character that no target may have (RFC 9112 section 3.2). */
    TARGET_MALFORMED(400, "a target must be visible ASCII characters without a fragment"),

    /** A target in absolute form whose authority is no host with an optional port (RFC 9110 sections 4.2.1, 4.2.4). */
    AUTHORITY_MALFORMED(400, "the authority of a target must be a host with an optional port"),

    /** A version that is malformed (RFC 9112 section 2.3). */
    VERSION_MALFORMED(400, "a version must be HTTP/ and two digits, separated by a dot"),

    /** A major version other than 1 (RFC 9110 section 15.6.6). */
    VERSION_UNSUPPORTED(505, "the major version must be 1"),

    /** A field that continues on the next line (RFC 9112 section 5.2). */
    FIELD_FOLDED(400, "a header field must not be folded"),

    /** A field whose name is no token, or has no colon directly behind it (RFC 9112 section 5.1). */
    FIELD_MALFORMED(400, "a header field must be a token followed by a colon"),

    /** No {@code Host} in HTTP/1.1 (RFC 9112 section 3.2). */
    HOST_MISSING(400, "a request must have a Host"),

    /** More than one {@code Host} (RFC 9112 section 3.2). */
    HOST_REPEATED(400, "a request must have one Host"),

    /** A {@code Host} that is no host with an optional port (RFC 9110 section 7.2). */
    HOST_MALFORMED(400, "Host must be a host with an optional port"),

    /** More than one {@code Content-Length} (RFC 9112 section 6.3). */
    CONTENT_LENGTH_REPEATED(400, "a request must have one Content-Length"),

    /** A {@code Content-Length} that is no number (RFC 9110 section 8.6). */
    CONTENT_LENGTH_MALFORMED(400, "Content-Length must be decimal digits"),

    /** A {@code Transfer-Encoding} that is empty, or no list of tokens (RFC 9112 section 6.1). */
    TRANSFER_ENCODING_MALFORMED(400, "Transfer-Encoding must be a list of codings without parameters"),

    /** A {@code Transfer-Encoding} beside a {@code Content-Length} (RFC 9112 section 6.1). */
    TRANSFER_ENCODING_WITH_LENGTH(400, "a request must not have both Content-Length and Transfer-Encoding"),

    /** A {@code Transfer-Encoding} in HTTP/1.0 (RFC 9112 section 6.1). */
    TRANSFER_ENCODING_IN_HTTP10(400, "a request in HTTP/1.0 must not have a Transfer-Encoding"),

    /** A coding behind {@code chunked}, or {@code chunked} twice (RFC 9112 section 6.1). */
    CHUNKED_NOT_LAST(400, "chunked must be the last transfer coding"),

    /** A transfer coding other than {@code chunked} (RFC 9112 section 6.1). */
    TRANSFER_CODING_UNKNOWN(501, "the transfer coding must be chunked"),

    /** An expectation other than {@code 100-continue} (RFC 9110 section 10.1.1). */
    EXPECTATION_UNKNOWN(417, "an expectation must be 100-continue"),

    /** A request that did not arrive in time (RFC 9110 section 15.5.9). */
    REQUEST_TIMEOUT(408, "the request took too long"),

    /** A chunk without a size, or with a size line that is too long (RFC 9112 section 7.1). */
    CHUNK_SIZE_MALFORMED(400, "a chunk must begin with its size in hexadecimal"),

    /** Chunk extensions that are malformed (RFC 9112 section 7.1.1). */
    CHUNK_EXTENSION_MALFORMED(400, "a chunk's size must be followed by its line end or ;name or ;name=value"),

    /** A chunk with more data than its size (RFC 9112 section 7.1). */
    CHUNK_END_MALFORMED(400, "a chunk's data must be followed by a line end"),

    /**
     * Content that the end of the connection has cut short (RFC 9112 section 8); also content in chunks that another
     * parser could not decode, without a cause that could be named.
     */
    CONTENT_MALFORMED(400, "the content must be complete and well-formed"),

    /** A request line beyond its limit (RFC 9112 section 3). */
    REQUEST_LINE_TOO_LONG(414, "the request line must be at most %d bytes"),

    /** Header fields beyond their limit (RFC 6585 section 5). */
    HEADERS_TOO_LARGE(431, "the header fields must be at most %d bytes"),

    /** Trailer fields beyond their limit (RFC 6585 section 5). */
    TRAILERS_TOO_LARGE(431, "the trailer fields must be at most %d bytes"),

    /** Chunk extensions beyond their limit (RFC 9112 section 7.1.1). */
    EXTENSIONS_TOO_LARGE(400, "the chunk extensions must be at most %d bytes"),

    /** Content beyond its limit (RFC 9110 section 15.5.14). */
    CONTENT_TOO_LARGE(413, "the content must be at most %d bytes");

    private final int status;
    private final String text;

    HttpRule(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /**
     * Returns the status of the answer.
     *
     * @return 400 to 599
     */
    public int status() {
        return status;
    }

    /**
     * Returns the rejection of a request that breaks this rule.
     *
     * @return a new rejection
     */
    public HttpRejection rejection() {
        return new HttpRejection(this, text);
    }

    /**
     * Returns the rejection of a request that exceeds a limit. For the rules whose names end with {@code TOO_LONG} or
     * {@code TOO_LARGE}.
     *
     * @param limit the limit in bytes
     * @return a new rejection, which names the limit
     */
    public HttpRejection rejection(int limit) {
        return new HttpRejection(this, text.replace("%d", Integer.toString(limit)));
    }
}
