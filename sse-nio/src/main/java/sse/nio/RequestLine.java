package sse.nio;

/**
 * The first line of a request (RFC 9112 section 3): three parts with one space between them.
 *
 * @param method a token
 * @param target as sent: what it addresses is for the core to find out
 * @param minor the minor version of HTTP/1
 */
record RequestLine(String method, String target, int minor) {
    /** Stands for a line that has not been read. */
    static final RequestLine NONE = new RequestLine("", "", 1);

    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    static RequestLine parse(LineReader line) throws RequestException {
        int first = line.indexOf(' ', 0);
        int second = first < 0 ? -1 : line.indexOf(' ', first + 1);
        if (second < 0 || line.indexOf(' ', second + 1) >= 0) {
            throw RequestException.badRequest(
                    "a request line must be a method, a target and a version, one space between");
        }
        String method = method(line.text(0, first));
        int minor = minor(line.text(second + 1, line.length()));
        return new RequestLine(method, target(line, first + 1, second), minor);
    }

    private static String method(String text) throws RequestException {
        if (text.equals("GET")) {
            return "GET";
        }
        if (!Ascii.isToken(text)) {
            throw RequestException.badRequest("a method must be a token");
        }
        return text;
    }

    private static String target(LineReader line, int start, int end) throws RequestException {
        if (start == end) {
            throw RequestException.badRequest("a target must not be empty");
        }
        for (int i = start; i < end; i++) {
            if (line.at(i) <= ' ' || line.at(i) == '#') {
                throw RequestException.badRequest("a target must be visible ASCII without a fragment");
            }
        }
        return line.text(start, end);
    }

    /** A higher minor version is answered as the highest that is known (RFC 9110 section 2.5). */
    private static int minor(String version) throws RequestException {
        if (version.length() != VERSION_LENGTH
                || !version.startsWith("HTTP/")
                || !Ascii.isDigit(version.charAt(5))
                || version.charAt(6) != '.'
                || !Ascii.isDigit(version.charAt(7))) {
            throw RequestException.badRequest("a version must be HTTP/ and two digits with a dot between");
        }
        if (version.charAt(5) != '1') {
            throw new RequestException(505, "the major version must be 1");
        }
        return version.charAt(7) - '0';
    }
}
