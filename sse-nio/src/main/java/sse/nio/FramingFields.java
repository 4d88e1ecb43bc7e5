package sse.nio;

import java.util.Locale;

/**
 * The fields that decide where a request ends, where it goes and what becomes of its connection (RFC 9112 sections 3.2,
 * 6 and 9.3). Whatever leaves room for two readings is refused: that is how requests are smuggled.
 */
final class FramingFields {
    private static final long NO_LENGTH = -1;

    private int hosts;
    private long contentLength = NO_LENGTH;
    private boolean transferEncoding;
    private boolean chunked;
    private boolean unknownCoding;
    private boolean unknownExpectation;
    private boolean expectsContinue;
    private boolean close;
    private boolean keepAlive;

    /** Looks at a field. */
    void add(FieldLine field) throws RequestException {
        switch (field.name().length()) {
            case 4 -> {
                if (field.name().equalsIgnoreCase("host")) {
                    host(field.value());
                }
            }
            case 6 -> {
                if (field.name().equalsIgnoreCase("expect")) {
                    expect(field.value());
                }
            }
            case 10 -> {
                if (field.name().equalsIgnoreCase("connection")) {
                    connection(field.value());
                }
            }
            case 14 -> {
                if (field.name().equalsIgnoreCase("content-length")) {
                    contentLength(field.value());
                }
            }
            case 17 -> {
                if (field.name().equalsIgnoreCase("transfer-encoding")) {
                    transferEncoding(field.value());
                }
            }
            default -> {}
        }
    }

    /** Checks what only the whole head shows. */
    void check(int minor) throws RequestException {
        if (hosts == 0 && minor > 0) {
            throw RequestException.badRequest("a request must have a Host");
        }
        if (transferEncoding) {
            checkTransferEncoding(minor);
        }
        if (unknownExpectation && minor > 0) {
            throw new RequestException(417, "an expectation must be 100-continue");
        }
    }

    boolean isChunked() {
        return chunked;
    }

    /** Returns the length, or a negative number if there is none. */
    long contentLength() {
        return contentLength;
    }

    boolean expectsContinue(int minor) {
        return expectsContinue && minor > 0;
    }

    Persistence persistence(int minor) {
        if (close) {
            return Persistence.CLOSE;
        }
        if (minor > 0) {
            return Persistence.KEEP;
        }
        return keepAlive ? Persistence.KEEP_AS_ASKED : Persistence.CLOSE;
    }

    private void host(String value) throws RequestException {
        hosts++;
        if (hosts > 1) {
            throw RequestException.badRequest("a request must have one Host");
        }
        if (!HostField.isValid(value)) {
            throw RequestException.badRequest("Host must be a host with an optional port");
        }
    }

    private void expect(String value) {
        if (value.equalsIgnoreCase("100-continue")) {
            expectsContinue = true;
        } else {
            unknownExpectation = true;
        }
    }

    private void connection(String value) {
        for (String option : value.toLowerCase(Locale.ROOT).split(",", -1)) {
            switch (option.strip()) {
                case "close" -> close = true;
                case "keep-alive" -> keepAlive = true;
                default -> {}
            }
        }
    }

    private void contentLength(String value) throws RequestException {
        if (contentLength != NO_LENGTH) {
            throw RequestException.badRequest("a request must have one Content-Length");
        }
        if (value.isEmpty() || !value.chars().allMatch(Ascii::isDigit)) {
            throw RequestException.badRequest("Content-Length must be decimal digits");
        }
        contentLength = 0;
        for (int i = 0; i < value.length(); i++) {
            contentLength = Math.min(contentLength * 10 + value.charAt(i) - '0', Integer.MAX_VALUE);
        }
    }

    private void transferEncoding(String value) throws RequestException {
        transferEncoding = true;
        for (String element : value.split(",", -1)) {
            String coding = element.strip();
            if (coding.isEmpty()) {
                // An empty element of a list says nothing (RFC 9110 section 5.6.1.2).
                continue;
            }
            if (chunked) {
                throw RequestException.badRequest("chunked must be the last transfer coding");
            }
            if (coding.equalsIgnoreCase("chunked")) {
                chunked = true;
            } else if (Ascii.isToken(coding)) {
                unknownCoding = true;
            } else {
                throw RequestException.badRequest("Transfer-Encoding must be a list of codings without parameters");
            }
        }
    }

    private void checkTransferEncoding(int minor) throws RequestException {
        if (contentLength != NO_LENGTH) {
            throw RequestException.badRequest("a request must not have both Content-Length and Transfer-Encoding");
        }
        if (minor == 0) {
            throw RequestException.badRequest("a request in HTTP/1.0 must not have a Transfer-Encoding");
        }
        if (!chunked && !unknownCoding) {
            throw RequestException.badRequest("Transfer-Encoding must not be empty");
        }
        if (unknownCoding) {
            throw new RequestException(501, "the transfer coding must be chunked");
        }
    }
}
