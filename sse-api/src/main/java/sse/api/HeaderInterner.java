package sse.api;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Shares the bytes of header lines that several requests have in common. Thread-safe.
 *
 * <p>The head of a browser's request has about 700 bytes, and except for cookies it is nearly the same in all requests
 * that the pages of a site make. The table is direct-mapped: the hash of a line gives its slot, and a line replaces
 * another one in its slot. So the table is bounded, a client that sends random lines evicts at most as many lines as it
 * sends, and a miss costs one copy that is not shared.
 */
final class HeaderInterner {
    private static final int SLOTS = 512;
    private static final int MAX_LENGTH = 192;
    private static final AtomicReferenceArray<byte[]> LINES = new AtomicReferenceArray<>(SLOTS);

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
}
