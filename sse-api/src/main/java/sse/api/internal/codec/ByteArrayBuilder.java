package sse.api.internal.codec;

import java.util.Arrays;

/** Collects bytes in an array that doubles when it is full and is kept when the builder is cleared. */
public final class ByteArrayBuilder {

    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private static final byte[] NO_BYTES = {};

    private final int firstCapacity;
    private byte[] array = NO_BYTES;
    private int length;

    /**
     * Creates an empty builder. It has no array until there is something to append: most of those of an idle stream
     * never have one.
     *
     * @param firstCapacity the room of the first array
     */
    public ByteArrayBuilder(int firstCapacity) {
        this.firstCapacity = firstCapacity;
    }

    /** Appends a part of an array. */
    public void append(byte[] source, int from, int end) {
        int count = end - from;
        if (array.length - length < count) {
            grow((long) length + count);
        }
        System.arraycopy(source, from, array, length, count);
        length += count;
    }

    /** Appends one byte. */
    public void append(byte b) {
        if (length == array.length) {
            grow(length + 1L);
        }
        array[length++] = b;
    }

    /** Returns the array whose first {@link #length} bytes are those appended; the next append may replace it. */
    public byte[] array() {
        return array;
    }

    /** Returns the number of bytes appended since the last clear. */
    public int length() {
        return length;
    }

    /** Returns true if there are no bytes. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** Removes all bytes and keeps the array. */
    public void clear() {
        length = 0;
    }

    boolean contentEquals(byte[] other, int from, int end) {
        if (length != end - from) {
            return false;
        }
        // Backwards: ids that count up differ at the end.
        for (int i = length - 1; i >= 0; i--) {
            if (array[i] != other[from + i]) {
                return false;
            }
        }
        return true;
    }

    private void grow(long needed) {
        if (needed > MAX_ARRAY) {
            throw new OutOfMemoryError("array of " + needed + " bytes");
        }
        long larger = array.length == 0 ? firstCapacity : 2L * array.length;
        array = Arrays.copyOf(array, (int) Math.min(MAX_ARRAY, Math.max(larger, needed)));
    }
}
