package sse.nio.internal.http1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;

/**
 * Collects content within a limit. It grows with what arrives, not with what is announced, and by doubling: content
 * costs its length, however it is cut.
 */
final class BodyBuffer {
    private static final byte[] NONE = {};
    private static final int INITIAL = 1024;

    private final int limit;
    private byte[] bytes = NONE;
    private int length;
    private int missing;

    BodyBuffer(int limit) {
        this.limit = limit;
    }

    /** Announces bytes. */
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

    /** Takes as many of the announced bytes as there are. */
    void fill(ByteBuffer input) {
        int count = Math.min(missing, input.remaining());
        if (count > bytes.length - length) {
            // Capped by the limit only: a cap by what is announced would copy all content for each small chunk.
            int doubled = (int) Math.min(limit, Math.max(INITIAL, 2L * bytes.length));
            bytes = Arrays.copyOf(bytes, Math.max(doubled, length + count));
        }
        input.get(bytes, length, count);
        length += count;
        missing -= count;
    }

    /** Returns what was collected, and forgets it. */
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
