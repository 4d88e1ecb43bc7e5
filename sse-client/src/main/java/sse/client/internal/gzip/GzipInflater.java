package sse.client.internal.gzip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses the gzip format (RFC 1952) from chunks that may end anywhere, and returns what a chunk completes without
 * waiting for more: what a server has flushed can be read at once. Several members may follow each other. For use by
 * one thread at a time; to be closed.
 *
 * <pre>
 *   FIXED -&gt; EXTRA_LENGTH -&gt; EXTRA -&gt; NAME -&gt; COMMENT -&gt; HEADER_CRC -&gt; BODY -&gt; TRAILER
 *     ^       each part from EXTRA_LENGTH to HEADER_CRC only if its flag is set            |
 *     +------------------------------------- next member ----------------------------------+
 * </pre>
 */
public final class GzipInflater implements AutoCloseable {
    private enum Part {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEADER_CRC,
        BODY,
        TRAILER
    }

    private static final int FIXED_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xE0;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private Part part = Part.FIXED;
    private int read;
    private int flags;
    private int extraBytes;
    private long trailer;
    private boolean inMember;

    /**
     * Decompresses until the output is full or the input is used up.
     *
     * @param in the next bytes; its position advances by what was read. If the output is full, the rest belongs to the
     *     next call
     * @param out receives the bytes, also those before malformed input; must have room
     * @throws IOException if the input is malformed; nothing more can be decompressed
     */
    public void inflate(ByteBuffer in, ByteBuffer out) throws IOException {
        while (out.hasRemaining() && (in.hasRemaining() || part == Part.BODY)) {
            if (part == Part.BODY) {
                if (!inflateBody(in, out)) {
                    return;
                }
            } else {
                readByte(in.get() & 0xFF);
            }
        }
    }

    /** Returns true if the input so far ends where it may: between members. */
    public boolean isComplete() {
        return !inMember;
    }

    /** Releases the memory of the decompressor. */
    @Override
    public void close() {
        inflater.end();
    }

    /** Returns false if more input is needed. */
    private boolean inflateBody(ByteBuffer in, ByteBuffer out) throws IOException {
        int start = out.position();
        try {
            inflater.setInput(in);
            inflater.inflate(out);
        } catch (DataFormatException malformed) {
            throw new IOException("gzip content must be valid: " + malformed.getMessage(), malformed);
        }
        int produced = out.position() - start;
        ByteBuffer output = out.duplicate();
        crc.update(output.position(start).limit(start + produced));
        if (inflater.finished()) {
            enter(Part.TRAILER);
            trailer = 0;
            return true;
        }
        if (inflater.needsDictionary()) {
            throw new IOException("gzip content must not need a dictionary");
        }
        return produced > 0;
    }

    private void readByte(int value) throws IOException {
        inMember = true;
        switch (part) {
            case FIXED -> readFixed(value);
            case EXTRA_LENGTH -> {
                extraBytes |= value << (8 * read++);
                if (read == 2) {
                    enter(extraBytes == 0 ? afterExtra() : Part.EXTRA);
                }
            }
            case EXTRA -> {
                if (++read == extraBytes) {
                    enter(afterExtra());
                }
            }
            case NAME -> {
                if (value == 0) {
                    enter(afterName());
                }
            }
            case COMMENT -> {
                if (value == 0) {
                    enter(afterComment());
                }
            }
            case HEADER_CRC -> {
                if (++read == 2) {
                    enter(Part.BODY);
                }
            }
            case TRAILER -> readTrailer(value);
            case BODY -> throw new IllegalStateException("body must be inflated");
        }
    }

    private void readFixed(int value) throws IOException {
        boolean valid =
                switch (read) {
                    case 0 -> value == 0x1F;
                    case 1 -> value == 0x8B;
                    case 2 -> value == 8;
                    case 3 -> (value & FLAGS_RESERVED) == 0;
                    default -> true;
                };
        if (!valid) {
            throw new IOException("gzip content must begin with a gzip header");
        }
        if (read == 3) {
            flags = value;
        }
        if (++read == FIXED_BYTES) {
            extraBytes = 0;
            enter((flags & FLAG_EXTRA) != 0 ? Part.EXTRA_LENGTH : afterExtra());
        }
    }

    private void readTrailer(int value) throws IOException {
        trailer |= (long) value << (8 * read++);
        if (read < TRAILER_BYTES) {
            return;
        }
        long expected = crc.getValue() | ((inflater.getBytesWritten() & 0xFFFF_FFFFL) << 32);
        if (trailer != expected) {
            throw new IOException("gzip content must match its checksum and length");
        }
        inflater.reset();
        crc.reset();
        enter(Part.FIXED);
        inMember = false;
    }

    private Part afterExtra() {
        return (flags & FLAG_NAME) != 0 ? Part.NAME : afterName();
    }

    private Part afterName() {
        return (flags & FLAG_COMMENT) != 0 ? Part.COMMENT : afterComment();
    }

    private Part afterComment() {
        return (flags & FLAG_HEADER_CRC) != 0 ? Part.HEADER_CRC : Part.BODY;
    }

    private void enter(Part next) {
        part = next;
        read = 0;
    }
}
