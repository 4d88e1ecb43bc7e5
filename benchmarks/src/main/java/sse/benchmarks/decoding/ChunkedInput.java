package sse.benchmarks.decoding;

import java.io.InputStream;

/** Reads from memory, at most a chunk for each call, like a socket that has received no more. */
final class ChunkedInput extends InputStream {

    private final byte[] stream;
    private final int chunkBytes;
    private int position;

    ChunkedInput(byte[] stream, int chunkBytes) {
        this.stream = stream;
        this.chunkBytes = chunkBytes;
    }

    @Override
    public int read() {
        return position == stream.length ? -1 : stream[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int atMost) {
        if (position == stream.length) {
            return -1;
        }
        int length = Math.min(Math.min(atMost, chunkBytes), stream.length - position);
        System.arraycopy(stream, position, target, offset, length);
        position += length;
        return length;
    }
}
