package sse.api.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches an array for single bytes, eight at a time.
 *
 * <p>A limit is subtracted from each byte of a word, and the sign bits then show the first byte below the limit: a byte
 * borrows from the next one only if it is below the limit itself, so the bytes before the first such byte are exact. In
 * little-endian words the first byte is the least significant one.
 */
public final class ByteSearch {

    // FrameEncodingBenchmark and EventDecodingBenchmark: byte by byte is three to five times slower.
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long SIGNS = 0x8080808080808080L;
    private static final long AFTER_CR = ('\r' + 1) * ONES;

    private ByteSearch() {}

    /** Returns the index of the first CR or LF, or {@code end} if there is none before it. */
    public static int lineEnd(byte[] bytes, int from, int end) {
        int near = Math.min(from + 32, end);
        int i = lineEndWithin(bytes, from, near);
        if (i < near) {
            return i;
        }
        for (; i <= end - 32; i += 32) {
            if ((controls(bytes, i) | controls(bytes, i + 8) | controls(bytes, i + 16) | controls(bytes, i + 24))
                    != 0) {
                int found = lineEndWithin(bytes, i, i + 32);
                if (found < i + 32) {
                    return found;
                }
            }
        }
        return lineEndWithin(bytes, i, end);
    }

    private static int lineEndWithin(byte[] bytes, int from, int end) {
        int i = from;
        // A word may extend beyond the end, within the array: a line end found there is ignored.
        for (int lastWord = bytes.length - 8; i < end && i <= lastWord; i += 8) {
            for (long found = controls(bytes, i); found != 0; found &= found - 1) {
                int at = i + (Long.numberOfTrailingZeros(found) >>> 3);
                if (isLineEnd(bytes[at])) {
                    return Math.min(at, end);
                }
            }
        }
        while (i < end && !isLineEnd(bytes[i])) {
            i++;
        }
        return Math.min(i, end);
    }

    /** Sets the sign bit of the first byte that is at most CR, and possibly of later ones. */
    private static long controls(byte[] bytes, int at) {
        long word = (long) LONG.get(bytes, at);
        return word - AFTER_CR & ~word & SIGNS;
    }

    /** Returns true if there is a byte from NUL to CR: a line end, NUL, or another control character. */
    static boolean containsUpToCr(byte[] bytes) {
        int i = 0;
        for (; i <= bytes.length - 8; i += 8) {
            if (controls(bytes, i) != 0) {
                return true;
            }
        }
        for (; i < bytes.length; i++) {
            if (bytes[i] >= 0 && bytes[i] <= '\r') {
                return true;
            }
        }
        return false;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    static boolean contains(byte[] bytes, byte wanted) {
        long pattern = wanted * ONES;
        int i = 0;
        for (; i <= bytes.length - 32; i += 32) {
            if ((zeros((long) LONG.get(bytes, i) ^ pattern)
                            | zeros((long) LONG.get(bytes, i + 8) ^ pattern)
                            | zeros((long) LONG.get(bytes, i + 16) ^ pattern)
                            | zeros((long) LONG.get(bytes, i + 24) ^ pattern))
                    != 0) {
                return true;
            }
        }
        for (; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private static long zeros(long word) {
        return word - ONES & ~word & SIGNS;
    }
}
