package sse.nio.internal.http1;

import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpSyntax;

/**
 * A header or trailer field (RFC 9112 section 5): a token, directly followed by a colon, and a value.
 *
 * @param name the name as sent
 * @param value the value without surrounding white space, in ISO-8859-1
 */
record FieldLine(String name, String value) {
    static FieldLine parse(LineReader line) throws HttpRejection {
        if (HttpSyntax.isWhitespace(line.at(0))) {
            throw HttpRule.FIELD_FOLDED.rejection();
        }
        int colon = line.indexOf(':', 0);
        String name = colon < 0 ? "" : line.text(0, colon);
        if (!HttpSyntax.isToken(name)) {
            throw HttpRule.FIELD_MALFORMED.rejection();
        }
        int start = colon + 1;
        int end = line.length();
        while (start < end && HttpSyntax.isWhitespace(line.at(start))) {
            start++;
        }
        while (end > start && HttpSyntax.isWhitespace(line.at(end - 1))) {
            end--;
        }
        return new FieldLine(name, line.text(start, end));
    }
}
