package sse.nio.internal.http1;

import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpSyntax;

/** The grammar of chunk extensions, which may follow the size of a chunk (RFC 9112 section 7.1.1). */
final class ChunkExtensions {
    private final String text;
    private int at;

    private ChunkExtensions(String text) {
        this.text = text;
    }

    /** Rejects a text that is no list of {@code ;name} and {@code ;name=value}. */
    static void check(String text) throws HttpRejection {
        ChunkExtensions extensions = new ChunkExtensions(text);
        while (extensions.at < text.length()) {
            if (!extensions.skipExtension()) {
                throw HttpRule.CHUNK_EXTENSION_MALFORMED.rejection();
            }
        }
    }

    private boolean skipExtension() {
        skipBlanks();
        if (!skip(';')) {
            return false;
        }
        skipBlanks();
        if (!skipToken()) {
            return false;
        }
        int end = at;
        skipBlanks();
        if (!skip('=')) {
            at = end;
            return true;
        }
        skipBlanks();
        return skip('"') ? skipQuoted() : skipToken();
    }

    private boolean skipToken() {
        int start = at;
        while (at < text.length() && HttpSyntax.isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return at > start;
    }

    private boolean skipQuoted() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return true;
            }
            if (c == '\\') {
                at++;
            }
        }
        return false;
    }

    private boolean skip(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && HttpSyntax.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
