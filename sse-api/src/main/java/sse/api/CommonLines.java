package sse.api;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Header lines that were seen lately, so that requests which have a line in common share its bytes. Thread-safe.
 *
 * <p>A browser's head is some 700 bytes, and but for a cookie nearly the same in every request that the pages of a site
 * make. Each line has one place in a table, given by its hash; a line that finds another there takes its place. So the
 * table is bounded, a client that makes lines up drives out no more than it puts in, and a miss costs no more than a
 * copy that is not shared.
 */
final class CommonLines {
    private static final int PLACES = 512;
    private static final int LONGEST = 192;
    private static final AtomicReferenceArray<byte[]> LINES = new AtomicReferenceArray<>(PLACES);

    private CommonLines() {}

    /** Returns an equal line, the one that others have if there is one; nobody writes to it any more. */
    static byte[] shared(byte[] line) {
        if (line.length > LONGEST) {
            return line;
        }
        int hash = Arrays.hashCode(line);
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        byte[] known = LINES.getAcquire(place);
        if (known != null && Arrays.equals(known, line)) {
            return known;
        }
        LINES.setRelease(place, line);
        return line;
    }
}
