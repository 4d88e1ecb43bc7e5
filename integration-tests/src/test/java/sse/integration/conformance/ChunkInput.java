package sse.integration.conformance;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads one chunk a call, like a socket that has received no more. */
final class ChunkInput extends InputStream {
    private final Deque<byte[]> chunks;
    private int position;

    ChunkInput(List<byte[]> chunks) {
        this.chunks = new ArrayDeque<>(chunks);
    }

    @Override
    public int read() {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int atMost) {
        byte[] chunk = chunks.peek();
        if (chunk == null) {
            return -1;
        }
        int length = Math.min(atMost, chunk.length - position);
        System.arraycopy(chunk, position, target, offset, length);
        position += length;
        if (position == chunk.length) {
            chunks.remove();
            position = 0;
        }
        return length;
    }
}
