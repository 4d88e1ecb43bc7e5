package sse.nio;

/**
 * A header or trailer field (RFC 9112 section 5): a token, a colon at once, a value without surrounding white space.
 *
 * @param name the name as sent
 * @param value the value, in ISO-8859-1
 */
record FieldLine(String name, String value) {
    static FieldLine parse(LineReader line) throws RequestException {
        if (Ascii.isBlank(line.at(0))) {
            throw RequestException.badRequest("a header field must not be folded");
        }
        int colon = line.indexOf(':', 0);
        String name = colon < 0 ? "" : line.text(0, colon);
        if (!Ascii.isToken(name)) {
            throw RequestException.badRequest("a header field must be a token followed by a colon");
        }
        int start = colon + 1;
        int end = line.length();
        while (start < end && Ascii.isBlank(line.at(start))) {
            start++;
        }
        while (end > start && Ascii.isBlank(line.at(end - 1))) {
            end--;
        }
        return new FieldLine(name, line.text(start, end));
    }
}
