package sse.nio.internal.http1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpSyntax;

/**
 * Collects a line from bytes that are cut anywhere. A line ends with CRLF and has no other control character than the
 * tab: a CR or an LF by itself is refused (RFC 9112 section 2.2 lets a server be lenient; leniency is how two servers
 * come to see two different requests).
 */
final class LineReader {
    private static final int INITIAL = 256;
    private static final int KEPT = 4096;

    private byte[] bytes = new byte[INITIAL];
    private int length;
    private boolean sawCr;
    private boolean ended;

    /**
     * Takes bytes up to the line's end.
     *
     * @param limit the most bytes the line may have, its end not counted
     * @param tooLong thrown if the line has more
     * @return whether the line is whole; what is read next begins a new one
     */
    boolean read(ByteBuffer input, int limit, HttpRejection tooLong) throws HttpRejection {
        if (ended) {
            clear();
        }
        while (input.hasRemaining()) {
            byte b = input.get();
            if (sawCr) {
                if (b != '\n') {
                    throw HttpRule.BARE_CR.rejection();
                }
                ended = true;
                return true;
            }
            if (b == '\r') {
                sawCr = true;
            } else if (HttpSyntax.isControl(b)) {
                throw (b == '\n' ? HttpRule.BARE_LF : HttpRule.CONTROL_CHARACTER).rejection();
            } else if (length == limit) {
                throw tooLong;
            } else {
                append(b);
            }
        }
        return false;
    }

    /** Says whether a line has begun: there are bytes, and not only a line end or the first half of one. */
    boolean isBegun() {
        return length > 0 && !ended;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    /** Returns the index of a character, or -1. */
    int indexOf(char wanted, int from) {
        for (int i = from; i < length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Forgets the line. */
    void clear() {
        length = 0;
        sawCr = false;
        ended = false;
        if (bytes.length > KEPT) {
            bytes = new byte[INITIAL];
        }
    }

    private void append(byte b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = b;
    }
}
