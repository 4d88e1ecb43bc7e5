package sse.testkit.internal.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import sse.testkit.TestStream;

/**
 * The client of a compressed stream (RFC 1952): decodes byte by byte, so that it waits for nothing but what completes
 * the text that it is asked for. For use by one thread; to be closed.
 */
final class GzipClient implements AutoCloseable {
    private static final int HEAD_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int MANY_BYTES = 1 << 20;
    private static final byte[] BEHIND_EVENT = {0, 0, -1, -1, 0, 0, 0, -1, -1};

    private final TestStream stream;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();
    private final byte[] output = new byte[4096];
    private long readBytes;

    GzipClient(TestStream stream) {
        this.stream = stream;
    }

    TestStream stream() {
        return stream;
    }

    private String nextBlock() {
        while (text.indexOf("\n\n") < 0) {
            if (!readByte()) {
                throw new AssertionError("stream must have another event: " + text);
            }
        }
        String block = text.substring(0, text.indexOf("\n\n") + 2);
        text.delete(0, block.length());
        return block;
    }

    /** Waits for an event, and returns its data. */
    String nextData() {
        return nextBlock()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .collect(Collectors.joining("\n"));
    }

    /** Waits for a heartbeat: an empty block, behind the empty block that ends an event. It decodes to nothing. */
    void awaitHeartbeat() {
        int before = text.length();
        while (!endsWithHeartbeat()) {
            if (!readByte()) {
                throw new AssertionError("stream must have a heartbeat");
            }
        }
        if (text.length() > before) {
            throw new AssertionError("heartbeat must decode to nothing: " + text.substring(before));
        }
    }

    private boolean endsWithHeartbeat() {
        byte[] all = taken.toByteArray();
        int from = all.length - BEHIND_EVENT.length;
        return from >= 0 && Arrays.equals(all, from, all.length, BEHIND_EVENT, 0, BEHIND_EVENT.length);
    }

    /** Returns the bytes that were read since the last call. */
    byte[] takenBytes() {
        byte[] bytes = taken.toByteArray();
        taken.reset();
        return bytes;
    }

    /** Returns how many bytes were read. */
    long readBytes() {
        return readBytes;
    }

    /** Returns how many bytes these have become. */
    long decodedBytes() {
        return inflater.getBytesWritten();
    }

    /** Reads to the end of the format, checks it, and returns the rest of the text. */
    String readToEnd() {
        while (!inflater.finished()) {
            if (!readByte()) {
                throw new AssertionError("stream must end with the last block of the format: " + text);
            }
        }
        long trailer = 0;
        for (int i = 0; i < TRAILER_BYTES; i++) {
            trailer |= (long) stream.readByte() << (8 * i);
        }
        long expected = crc.getValue() | inflater.getBytesWritten() << Integer.SIZE;
        if (trailer != expected) {
            throw new AssertionError(
                    "trailer must be " + Long.toHexString(expected) + ": " + Long.toHexString(trailer));
        }
        if (stream.readByte() != -1) {
            throw new AssertionError("stream must end behind its trailer");
        }
        return text.toString();
    }

    /** Reads to the end of the stream, and returns true if the format has reached its end. */
    boolean isCompleteAtEnd() {
        while (readByte()) {
            // Decoded.
        }
        return inflater.finished();
    }

    /** Reads one byte, and decodes. Returns false at the end of the stream. */
    private boolean readByte() {
        int read = stream.readByte();
        if (read < 0) {
            return false;
        }
        taken.write(read);
        if (taken.size() > MANY_BYTES) {
            throw new AssertionError("more than " + MANY_BYTES + " bytes of which nothing was taken");
        }
        readBytes++;
        if (readBytes > HEAD_BYTES) {
            inflate(read);
        }
        return true;
    }

    private void inflate(int read) {
        inflater.setInput(new byte[] {(byte) read});
        try {
            int count;
            do {
                count = inflater.inflate(output);
                crc.update(output, 0, count);
                text.append(new String(output, 0, count, StandardCharsets.UTF_8));
            } while (count > 0);
        } catch (DataFormatException malformed) {
            throw new AssertionError("stream must be valid deflate data behind " + text, malformed);
        }
    }

    @Override
    public void close() {
        inflater.end();
        stream.close();
    }
}
