package sse.benchmarks.encoding;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the bytes of writers that want a stream: an array that is large enough, so that it costs a writer no more than
 * a supplied buffer costs ours. For use by one thread.
 */
final class FrameSink extends ServletOutputStream {

    private final byte[] bytes = new byte[16 * 1024];
    private int size;

    /** Forgets what was written. */
    void reset() {
        size = 0;
    }

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public void write(int b) {
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /**
     * Encodes text at once, as servlet containers do; the inherited method goes by characters and refuses all but
     * Latin-1.
     */
    @Override
    public void print(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        write(encoded, 0, encoded.length);
    }

    @Override
    public void flush() {}

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException("the sink only blocks, and never does");
    }
}
