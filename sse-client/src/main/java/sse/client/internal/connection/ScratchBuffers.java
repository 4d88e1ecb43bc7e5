package sse.client.internal.connection;

import java.util.concurrent.ArrayBlockingQueue;

/** Buffers that decoding borrows, so that an idle source holds none. Thread-safe. */
final class ScratchBuffers {
    static final int BYTES = 16 << 10;

    private static final ArrayBlockingQueue<byte[]> FREE = new ArrayBlockingQueue<>(64);

    private ScratchBuffers() {}

    static byte[] borrow() {
        byte[] free = FREE.poll();
        return free == null ? new byte[BYTES] : free;
    }

    /** Returns a buffer. Drops it if enough are free. */
    @SuppressWarnings("unused") // What offer returns.
    static void putBack(byte[] buffer) {
        boolean kept = FREE.offer(buffer);
    }
}
