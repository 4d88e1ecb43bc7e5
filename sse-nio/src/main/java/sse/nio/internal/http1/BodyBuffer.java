package sse.nio.internal.http1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;

/**
 * Collects content within a limit. It grows by doubling, with the bytes that have arrived and not with those announced:
 * time and memory are in proportion to the length of the content, however small its pieces.
 */
final class BodyBuffer {
    private static final byte[] NONE = {};
    private static final int INITIAL_CAPACITY = 1024;

    private final int limit;
    private byte[] bytes = NONE;
    private int length;
    private int missing;

    BodyBuffer(int limit) {
        this.limit = limit;
    }

    /** Announces bytes, in addition to those collected. */
    void expect(long count) throws HttpRejection {
        if (count > limit - length) {
            throw HttpRule.CONTENT_TOO_LARGE.rejection(limit);
        }
        missing = (int) count;
    }

    /** Returns how many of the announced bytes have not arrived. */
    int missing() {
        return missing;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Consumes as many of the announced bytes as are there. */
    void fill(ByteBuffer input) {
        int count = Math.min(missing, input.remaining());
        if (count > bytes.length - length) {
            // Capped by the limit only: a cap by the announced length would copy all content for each small chunk.
            int doubled = (int) Math.min(limit, Math.max(INITIAL_CAPACITY, 2L * bytes.length));
            bytes = Arrays.copyOf(bytes, Math.max(doubled, length + count));
        }
        input.get(bytes, length, count);
        length += count;
        missing -= count;
    }

    /** Removes and returns the collected bytes. */
    byte[] take() {
        byte[] taken = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        clear();
        return taken;
    }

    void clear() {
        bytes = NONE;
        length = 0;
        missing = 0;
    }
}
