package sse.api.internal.codec;

import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 as the WHATWG Encoding standard does: each maximal prefix of a valid sequence, and each byte that
 * cannot begin one, becomes one U+FFFD.
 *
 * <p>The JDK's decoder is fast and agrees about valid input, but not about all invalid input: an encoded surrogate is
 * three errors here and one there. Text in which the JDK's decoder has replaced anything is therefore decoded again.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#utf-8-decoder">WHATWG Encoding, section 8.1.1</a>
 */
final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    static String decode(byte[] bytes, int from, int end) {
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeWithReplacements(bytes, from, end);
    }

    private static String decodeWithReplacements(byte[] bytes, int from, int end) {
        var text = new StringBuilder(end - from);
        int i = from;
        while (i < end) {
            int lead = bytes[i++] & 0xFF;
            if (lead < 0x80) {
                text.append((char) lead);
                continue;
            }
            int missing = continuations(lead);
            int codePoint = lead & (0x3F >> missing);
            // Whether a sequence is overlong, a surrogate or too large is determined by its second byte.
            int lower = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int upper = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            int read = 0;
            while (read < missing && i < end && (bytes[i] & 0xFF) >= lower && (bytes[i] & 0xFF) <= upper) {
                codePoint = codePoint << 6 | (bytes[i++] & 0x3F);
                lower = 0x80;
                upper = 0xBF;
                read++;
            }
            text.appendCodePoint(missing > 0 && read == missing ? codePoint : REPLACEMENT);
        }
        return text.toString();
    }

    /** Returns the number of bytes that follow a first byte, 0 if no sequence begins with it. */
    private static int continuations(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 1;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 2;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
    }
}
