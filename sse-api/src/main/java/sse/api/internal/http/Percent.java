package sse.api.internal.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-decoding (RFC 3986 section 2.1) of text in ISO-8859-1, with one character for each byte. */
final class Percent {
    private Percent() {}

    /**
     * Decodes a path segment as UTF-8. Empty if a percent sign is not followed by two hexadecimal digits, or if the
     * bytes are not UTF-8 or contain NUL.
     */
    static Optional<String> strict(String text) {
        if (isPlain(text)) {
            return Optional.of(text);
        }
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = text.charAt(i) == '%' ? hexAt(text, i + 1) : text.charAt(i);
            if (value <= 0 || value > 0xFF) {
                return Optional.empty();
            }
            bytes[length++] = (byte) value;
            i += text.charAt(i) == '%' ? 2 : 0;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /**
     * Decodes a part of a query as a form: plus is a space, malformed escapes are not changed, and bytes that are not
     * UTF-8 become U+FFFD.
     */
    static String form(String text) {
        if (isPlain(text) && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c == '%' ? hexAt(text, i + 1) : -1;
            i += value >= 0 ? 2 : 0;
            bytes[length++] = (byte) (value >= 0 ? value : c == '+' ? ' ' : c);
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || c >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Returns the value of two hexadecimal digits, or -1. */
    private static int hexAt(String text, int at) {
        if (at + 1 >= text.length()) {
            return -1;
        }
        int high = hexDigit(text.charAt(at));
        int low = hexDigit(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** ASCII only: Character.digit accepts digits of other scripts. */
    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
