package sse.api;

import java.util.Arrays;

/** Collects bytes in an array that grows by doubling and is kept when it is emptied. */
final class Bytes {

    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    byte[] array;
    int length;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    void append(byte[] source, int from, int end) {
        int count = end - from;
        if (array.length - length < count) {
            grow((long) length + count);
        }
        System.arraycopy(source, from, array, length, count);
        length += count;
    }

    void append(byte b) {
        if (length == array.length) {
            grow(length + 1L);
        }
        array[length++] = b;
    }

    void clear() {
        length = 0;
    }

    boolean isEmpty() {
        return length == 0;
    }

    boolean contentEquals(byte[] other, int from, int end) {
        if (length != end - from) {
            return false;
        }
        // From the end: ids that count up differ there.
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
        array = Arrays.copyOf(array, (int) Math.min(MAX_ARRAY, Math.max(2L * array.length, needed)));
    }
}
