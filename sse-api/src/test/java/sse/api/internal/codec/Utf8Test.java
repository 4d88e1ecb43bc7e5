package sse.api.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Utf8Test {

    // The bounds of every range that a decoder distinguishes, and one byte on each side.
    private static final int[] BYTES = {
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
        0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFF
    };

    @Test
    void decodesEveryShortSequenceAsStandard() {
        for (int length = 1; length <= 4; length++) {
            var bytes = new byte[length];
            int count = (int) Math.pow(BYTES.length, length);
            for (int n = 0; n < count; n++) {
                for (int i = 0, rest = n; i < length; i++, rest /= BYTES.length) {
                    bytes[i] = (byte) BYTES[rest % BYTES.length];
                }
                String expected = ReferenceDecoder.utf8(bytes);
                if (!expected.equals(Utf8.decode(bytes, 0, length))) {
                    assertThat(Utf8.decode(bytes, 0, length))
                            .as(Arrays.toString(bytes))
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void decodesEveryCharacter() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                String text = Character.toString(point);
                // The byte in front makes the replacing decoder read the rest.
                byte[] bytes = ("xx" + text).getBytes(StandardCharsets.UTF_8);
                bytes[1] = (byte) 0xFF;
                String decoded = Utf8.decode(bytes, 1, bytes.length);
                if (!decoded.equals('\uFFFD' + text)) {
                    assertThat(decoded).as("U+%04X", point).isEqualTo('\uFFFD' + text);
                }
            }
        }
    }

    @Test
    void decodesRange() {
        byte[] bytes = "aéb".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.decode(bytes, 1, 3)).isEqualTo("é");
        assertThat(Utf8.decode(bytes, 1, 2)).isEqualTo("\uFFFD");
        assertThat(Utf8.decode(bytes, 2, 4)).isEqualTo("\uFFFDb");
        assertThat(Utf8.decode(bytes, 2, 2)).isEmpty();
    }
}
