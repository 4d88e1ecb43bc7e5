package sse.benchmarks.load.client;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The ids of one stream, of which the last counts once its block is whole. Makes no object for an event. */
final class IdField {
    private static final int MOST_BYTES = 128;

    private byte[] next = new byte[MOST_BYTES];
    private byte[] last = new byte[MOST_BYTES];
    /** Negative while the block has no id. */
    private int nextLength = -1;

    private int lastLength = -1;

    /** Begins a value. */
    void begin() {
        nextLength = 0;
    }

    /** Takes a part of the value. */
    void append(byte[] bytes, int from, int to) throws MalformedStreamException {
        int length = to - from;
        if (nextLength + length > MOST_BYTES) {
            throw new MalformedStreamException("id must have at most " + MOST_BYTES + " bytes");
        }
        System.arraycopy(bytes, from, next, nextLength, length);
        nextLength += length;
    }

    /** Ends a block: its id, if it has one, is the last one. */
    void commit() {
        if (nextLength >= 0) {
            byte[] free = last;
            last = next;
            lastLength = nextLength;
            next = free;
            nextLength = -1;
        }
    }

    /** Returns the id of the last whole block that had one, or null. */
    @Nullable
    String last() {
        return lastLength < 0 ? null : new String(last, 0, lastLength, StandardCharsets.ISO_8859_1);
    }
}
