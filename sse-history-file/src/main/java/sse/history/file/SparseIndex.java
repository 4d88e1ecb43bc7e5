package sse.history.file;

import java.util.Arrays;

/** Where some of the entries of a segment begin: one in about 64 KiB. Guarded by its {@link LogState}. */
final class SparseIndex {
    private static final int STEP = 64 * 1024;

    private long[] ordinals = new long[4];
    private long[] offsets = new long[4];
    private int size;

    /** Adds the place where a batch begins, if it is far enough from the one before. */
    void add(long ordinal, long offset) {
        if (size > 0 && offset - offsets[size - 1] < STEP) {
            return;
        }
        if (size == ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, 2 * size);
            offsets = Arrays.copyOf(offsets, 2 * size);
        }
        ordinals[size] = ordinal;
        offsets[size++] = offset;
    }

    /** Returns the last place that is not behind an entry, which the segment has. */
    Place before(long ordinal) {
        int at = Arrays.binarySearch(ordinals, 0, size, ordinal);
        int index = at >= 0 ? at : -at - 2;
        return new Place(ordinals[index], offsets[index]);
    }

    /** Returns the last place that is not behind an offset, or the first. */
    Place atOffset(long offset) {
        int at = Arrays.binarySearch(offsets, 0, size, offset);
        int index = Math.max(0, at >= 0 ? at : -at - 2);
        return new Place(ordinals[index], offsets[index]);
    }

    /** An entry, and where in the file it begins. */
    record Place(long ordinal, long offset) {}
}
