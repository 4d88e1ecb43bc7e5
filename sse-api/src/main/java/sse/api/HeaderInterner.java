package sse.api;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Shares header lines, and whole headers, that several requests have in common. Thread-safe.
 *
 * <p>The head of a browser's request has about 700 bytes, and except for cookies it is nearly the same in all requests
 * that the pages of a site make. The tables are direct-mapped: a hash gives the slot, and a new entry replaces another
 * one in its slot. So the tables are bounded, a client that sends random lines evicts at most as many entries as it
 * sends, and a miss costs one copy that is not shared.
 */
final class HeaderInterner {
    private static final int SLOTS = 512;
    private static final int MAX_LENGTH = 192;
    private static final int MAX_LINES = 32;
    private static final AtomicReferenceArray<byte[]> LINES = new AtomicReferenceArray<>(SLOTS);
    private static final AtomicReferenceArray<Headers> HEADERS = new AtomicReferenceArray<>(SLOTS);

    private HeaderInterner() {}

    /** Returns an equal line, shared if possible. Neither may be modified afterwards. */
    static byte[] intern(byte[] line) {
        if (line.length > MAX_LENGTH) {
            return line;
        }
        int hash = Arrays.hashCode(line);
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        byte[] known = LINES.getAcquire(slot);
        if (known != null && Arrays.equals(known, line)) {
            return known;
        }
        LINES.setRelease(slot, line);
        return line;
    }

    /**
     * Returns equal headers, shared if possible. They are found by the identity of their lines.
     *
     * @param headers headers of which each line was found by {@link #intern(byte[])}: so what only one request sends is
     *     not kept
     */
    static Headers intern(Headers headers) {
        byte[][] lines = headers.lines;
        if (lines.length > MAX_LINES) {
            return headers;
        }
        int hash = 0;
        for (byte[] line : lines) {
            hash = 31 * hash + System.identityHashCode(line);
        }
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        Headers known = HEADERS.getAcquire(slot);
        if (known != null && haveSameLines(known.lines, lines)) {
            return known;
        }
        HEADERS.setRelease(slot, headers);
        return headers;
    }

    private static boolean haveSameLines(byte[][] some, byte[][] others) {
        if (some.length != others.length) {
            return false;
        }
        for (int i = 0; i < some.length; i++) {
            if (some[i] != others[i]) {
                return false;
            }
        }
        return true;
    }
}
