package sse.api.spi.http;

import java.util.Objects;

/**
 * The header fields of a request that decide where it ends, which host it is for and whether its connection persists
 * (RFC 9112 sections 3.2, 6 and 9.3; {@code Expect}: RFC 9110 section 10.1.1). A head that two servers could read
 * differently is rejected: such heads are how requests are smuggled. For use by one thread and for one request.
 *
 * <pre>{@code
 * MessageFraming framing = new MessageFraming();
 * for each header field: framing.add(name, value);
 * framing.complete(version);                    // then the other methods may be called
 * }</pre>
 *
 * <p>Rules, each with its own {@link HttpRule}:
 *
 * <ol>
 *   <li>{@code Host} occurs at most once and is valid; in HTTP/1.1 it occurs.
 *   <li>{@code Content-Length} occurs at most once and is decimal digits.
 *   <li>{@code Transfer-Encoding} is {@code chunked} alone, in HTTP/1.1, without {@code Content-Length}. A list that is
 *       well-formed but names another coding is answered 501, every other one 400.
 *   <li>{@code Expect} is {@code 100-continue}; in HTTP/1.0 it is ignored.
 * </ol>
 */
public final class MessageFraming {
    private static final long NO_LENGTH = -1;

    private final ConnectionOptions options = new ConnectionOptions();
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private boolean host;
    private long contentLength = NO_LENGTH;
    private boolean transferEncoding;
    private boolean chunked;
    private boolean unknownCoding;
    private boolean unknownExpectation;
    private boolean expectsContinue;

    /** Creates the framing of a request without fields. */
    public MessageFraming() {}

    /**
     * Examines a header field. Fields without influence on the framing are ignored.
     *
     * @param name the name, in any case
     * @param value the value, without surrounding white space
     * @throws HttpRejection if the field breaks a rule by itself, or together with those added before
     */
    public void add(String name, String value) throws HttpRejection {
        Objects.requireNonNull(value, "value");
        // The length of the name excludes most fields without a comparison.
        switch (name.length()) {
            case 4 -> {
                if (name.equalsIgnoreCase("host")) {
                    addHost(value);
                }
            }
            case 6 -> {
                if (name.equalsIgnoreCase("expect")) {
                    addExpectation(value);
                }
            }
            case 10 -> {
                if (name.equalsIgnoreCase("connection")) {
                    options.add(value);
                }
            }
            case 14 -> {
                if (name.equalsIgnoreCase("content-length")) {
                    addContentLength(value);
                }
            }
            case 17 -> {
                if (name.equalsIgnoreCase("transfer-encoding")) {
                    addTransferEncoding(value);
                }
            }
            default -> {}
        }
    }

    /**
     * Checks the rules that need the complete head. Call it once, after the last field.
     *
     * @param version the version of the request
     * @throws HttpRejection if the fields together break a rule
     */
    public void complete(HttpVersion version) throws HttpRejection {
        this.version = Objects.requireNonNull(version, "version");
        if (!host && version == HttpVersion.HTTP_1_1) {
            throw HttpRule.HOST_MISSING.rejection();
        }
        if (transferEncoding) {
            checkTransferEncoding();
        }
        if (unknownExpectation && version == HttpVersion.HTTP_1_1) {
            throw HttpRule.EXPECTATION_UNKNOWN.rejection();
        }
    }

    /**
     * Returns true if the content is in chunks (RFC 9112 section 7.1).
     *
     * @return true if the transfer coding is {@code chunked}
     */
    public boolean isChunked() {
        return chunked;
    }

    /**
     * Returns the length of the content that is not in chunks.
     *
     * @return the number of bytes that {@code Content-Length} announces, {@link Long#MAX_VALUE} if it is larger than
     *     that, or zero if there is no such field
     */
    public long contentLength() {
        return Math.max(0, contentLength);
    }

    /**
     * Returns true if the client waits for {@code 100 Continue} before it sends its content (RFC 9110 section 10.1.1).
     *
     * @return true if it expects an interim response
     */
    public boolean expectsContinue() {
        return expectsContinue && version == HttpVersion.HTTP_1_1;
    }

    /**
     * Returns what happens to the connection after the response, as far as the client decides it.
     *
     * @return the persistence
     */
    public Persistence persistence() {
        return options.persistence(version);
    }

    private void addHost(String value) throws HttpRejection {
        if (host) {
            throw HttpRule.HOST_REPEATED.rejection();
        }
        host = true;
        if (!HostField.isValid(value)) {
            throw HttpRule.HOST_MALFORMED.rejection();
        }
    }

    private void addExpectation(String value) {
        if (value.equalsIgnoreCase("100-continue")) {
            expectsContinue = true;
        } else {
            unknownExpectation = true;
        }
    }

    private void addContentLength(String value) throws HttpRejection {
        if (contentLength != NO_LENGTH) {
            throw HttpRule.CONTENT_LENGTH_REPEATED.rejection();
        }
        if (value.isEmpty()) {
            throw HttpRule.CONTENT_LENGTH_MALFORMED.rejection();
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            if (!HttpSyntax.isDigit(value.charAt(i))) {
                throw HttpRule.CONTENT_LENGTH_MALFORMED.rejection();
            }
            int digit = value.charAt(i) - '0';
            length = length > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : length * 10 + digit;
        }
        contentLength = length;
    }

    private void addTransferEncoding(String value) throws HttpRejection {
        transferEncoding = true;
        for (String element : value.split(",", -1)) {
            String coding = HttpSyntax.trim(element);
            if (!coding.isEmpty()) {
                addCoding(coding);
            }
            // An empty element of a list has no meaning (RFC 9110 section 5.6.1.2).
        }
    }

    private void addCoding(String coding) throws HttpRejection {
        if (chunked) {
            throw HttpRule.CHUNKED_NOT_LAST.rejection();
        }
        if (coding.equalsIgnoreCase("chunked")) {
            chunked = true;
        } else if (HttpSyntax.isToken(coding)) {
            unknownCoding = true;
        } else {
            throw HttpRule.TRANSFER_ENCODING_MALFORMED.rejection();
        }
    }

    private void checkTransferEncoding() throws HttpRejection {
        if (contentLength != NO_LENGTH) {
            throw HttpRule.TRANSFER_ENCODING_WITH_LENGTH.rejection();
        }
        if (version == HttpVersion.HTTP_1_0) {
            throw HttpRule.TRANSFER_ENCODING_IN_HTTP10.rejection();
        }
        if (!chunked && !unknownCoding) {
            throw HttpRule.TRANSFER_ENCODING_MALFORMED.rejection();
        }
        if (unknownCoding) {
            throw HttpRule.TRANSFER_CODING_UNKNOWN.rejection();
        }
    }
}
