package sse.api.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteSearchTest {

    @Test
    void findsLineEndAtEveryIndex() {
        for (int filler = 0; filler < 256; filler++) {
            if (filler == '\n' || filler == '\r') {
                continue;
            }
            for (int length = 0; length < 80; length++) {
                for (int at = 0; at < length; at++) {
                    var bytes = new byte[length];
                    Arrays.fill(bytes, (byte) filler);
                    bytes[at] = (byte) (at % 2 == 0 ? '\n' : '\r');
                    check(ByteSearch.lineEnd(bytes, 0, length), at);
                    check(ByteSearch.lineEnd(bytes, at, length), at);
                    check(ByteSearch.lineEnd(bytes, at + 1, length), length);
                    check(ByteSearch.lineEnd(bytes, 0, at), at);
                }
            }
        }
    }

    @Test
    void ignoresBytesAfterEnd() {
        for (int length = 0; length < 80; length++) {
            var bytes = new byte[80];
            Arrays.fill(bytes, length, 80, (byte) '\n');
            for (int from = 0; from <= length; from++) {
                check(ByteSearch.lineEnd(bytes, from, length), length);
            }
        }
    }

    @Test
    void findsFirstOfManyLineEnds() {
        var bytes = new byte[70];
        for (int at = 69; at >= 0; at--) {
            bytes[at] = (byte) (at % 3 == 0 ? '\n' : '\r');
            check(ByteSearch.lineEnd(bytes, 0, 70), at);
        }
    }

    @Test
    void findsByteUpToCrAtEveryIndex() {
        for (int value = 0; value < 256; value++) {
            for (int length = 0; length < 20; length++) {
                for (int at = 0; at < length; at++) {
                    var bytes = new byte[length];
                    Arrays.fill(bytes, (byte) 0xE9);
                    bytes[at] = (byte) value;
                    assertThat(ByteSearch.containsUpToCr(bytes)).isEqualTo(value <= '\r');
                }
            }
        }
        assertThat(ByteSearch.containsUpToCr(new byte[0])).isFalse();
    }

    @Test
    void findsByteAtEveryIndex() {
        for (int filler = 0; filler < 256; filler++) {
            for (int length = 0; length < 80; length++) {
                var bytes = new byte[length];
                Arrays.fill(bytes, (byte) filler);
                assertThat(ByteSearch.contains(bytes, (byte) '?')).isEqualTo(filler == '?' && length > 0);
                for (int at = 0; at < length; at++) {
                    bytes[at] = '?';
                    assertThat(ByteSearch.contains(bytes, (byte) '?')).isTrue();
                    bytes[at] = (byte) filler;
                }
            }
        }
    }

    private static void check(int found, int expected) {
        if (found != expected) {
            assertThat(found).isEqualTo(expected);
        }
    }
}
