package sse.nio.internal.http1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpSyntax;

/**
 * Collects a line from bytes that arrive in pieces of any size. A line ends with CRLF and has no control character
 * other than tab. A CR or an LF alone is rejected: RFC 9112 section 2.2 lets a server accept it, but then two servers
 * can read two different requests.
 */
final class LineReader {
    private static final int INITIAL_CAPACITY = 256;
    private static final int MAX_KEPT_CAPACITY = 4096;

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int length;
    private boolean sawCr;
    private boolean ended;

    /**
     * Consumes bytes up to the end of the line.
     *
     * @param limit the most bytes that the line may have, without its end
     * @param tooLong thrown if the line has more
     * @return true if the line is complete; the next call begins a new one
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

    /** Returns true if a line has begun with a byte other than those of its end, and is not complete. */
    boolean isBegun() {
        return length > 0 && !ended;
    }

    /** Returns true if the line is complete. */
    boolean isEnded() {
        return ended;
    }

    /** Returns true if the line is complete, and has nothing but its end. */
    boolean isEmptyAndEnded() {
        return ended && length == 0;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    /** Returns the index of a character, or -1. */
    int indexOf(char character, int from) {
        for (int i = from; i < length; i++) {
            if (bytes[i] == character) {
                return i;
            }
        }
        return -1;
    }

    String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Discards the line. */
    void clear() {
        length = 0;
        sawCr = false;
        ended = false;
        if (bytes.length > MAX_KEPT_CAPACITY) {
            bytes = new byte[INITIAL_CAPACITY];
        }
    }

    private void append(byte b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = b;
    }
}
