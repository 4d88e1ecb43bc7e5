package sse.nio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
     * @param tooLong the status of a longer one
     * @return whether the line is whole; what is read next begins a new one
     */
    boolean read(ByteBuffer input, int limit, int tooLong) throws RequestException {
        if (ended) {
            clear();
        }
        while (input.hasRemaining()) {
            byte b = input.get();
            if (sawCr) {
                if (b != '\n') {
                    throw RequestException.badRequest("a CR must be followed by an LF");
                }
                ended = true;
                return true;
            }
            if (b == '\r') {
                sawCr = true;
            } else if (isControl(b)) {
                throw RequestException.badRequest(
                        b == '\n' ? "an LF must follow a CR" : "a line must not have control characters");
            } else if (length == limit) {
                throw new RequestException(tooLong, "a line is too long");
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

    private static boolean isControl(byte b) {
        return (b >= 0 && b < ' ' && b != '\t') || b == 0x7F;
    }
}
