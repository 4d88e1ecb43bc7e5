package sse.benchmarks.load.client;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses a body in the gzip format (RFC 1952), in pieces of any size, and hands on what each completes. */
final class GzipBody implements ByteSink {
    private static final int HEAD_BYTES = 10;
    private static final int OUTPUT_BYTES = 16 * 1024;

    /** One for all streams of a thread: what is inside is handed on at once. */
    private static final ThreadLocal<byte[]> OUTPUT = ThreadLocal.withInitial(() -> new byte[OUTPUT_BYTES]);

    private final ByteSink content;
    private final Inflater inflater = new Inflater(true);
    private int headBytes;

    GzipBody(ByteSink content) {
        this.content = content;
    }

    @Override
    public void accept(byte[] bytes, int from, int to) throws MalformedStreamException {
        int ofHead = Math.min(to - from, HEAD_BYTES - headBytes);
        headBytes += ofHead;
        if (inflater.finished()) {
            return;
        }
        byte[] output = OUTPUT.get();
        inflater.setInput(bytes, from + ofHead, to - from - ofHead);
        try {
            int count;
            do {
                count = inflater.inflate(output);
                content.accept(output, 0, count);
            } while (count > 0);
        } catch (DataFormatException malformed) {
            throw new MalformedStreamException("body must be gzip: " + malformed.getMessage());
        }
    }
}
