package sse.api.internal.codec;

/**
 * Skips one byte order mark at the start of a stream, also if it arrives byte by byte. For use by one thread at a time.
 */
public final class ByteOrderMark {
    private static final byte[] BYTES = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private int seen;

    /**
     * Skips the mark, or what a chunk has of it. Bytes that turned out to be no mark are appended to the line that they
     * begin.
     *
     * @return the index of the first byte that follows
     */
    public int skip(byte[] bytes, int from, int end, ByteArrayBuilder line) {
        int at = from;
        while (seen < BYTES.length && at < end) {
            if (bytes[at] != BYTES[seen]) {
                line.append(BYTES, 0, seen);
                seen = BYTES.length;
                return at;
            }
            at++;
            seen++;
        }
        return at;
    }

    /** Begins a new stream. */
    public void reset() {
        seen = 0;
    }
}
