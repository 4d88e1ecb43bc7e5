package sse.nio.internal.http1;

import java.nio.ByteBuffer;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;
import sse.api.spi.http.HttpSyntax;

/**
 * Decodes the chunked transfer coding (RFC 9112 section 7.1). Extensions and trailer fields are checked, limited and
 * discarded (allowed by RFC 9110 section 6.5.1).
 *
 * <pre>
 *   SIZE ──► DATA ──► DATA_END ──► SIZE
 *     └─ zero ──► TRAILERS ──► complete
 * </pre>
 */
final class ChunkedBody {
    private enum State {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS
    }

    private static final int SIZE_LINE_BYTES = 1024;

    private final LineReader line;
    private final BodyBuffer body;
    private final int overheadLimit;
    private final HttpRejection sizeMalformed = HttpRule.CHUNK_SIZE_MALFORMED.rejection();
    private final HttpRejection endMalformed = HttpRule.CHUNK_END_MALFORMED.rejection();
    private final HttpRejection extensionsTooLarge;
    private final HttpRejection trailersTooLarge;

    private State state = State.SIZE;
    private int overhead;
    private boolean begun;

    /**
     * Creates a decoder.
     *
     * @param overheadLimit the most bytes that all extensions may have together, and all trailer fields together
     */
    ChunkedBody(LineReader line, BodyBuffer body, int overheadLimit) {
        this.line = line;
        this.body = body;
        this.overheadLimit = overheadLimit;
        extensionsTooLarge = HttpRule.EXTENSIONS_TOO_LARGE.rejection(overheadLimit);
        trailersTooLarge = HttpRule.TRAILERS_TOO_LARGE.rejection(overheadLimit);
    }

    /** Returns true if a byte has been consumed. */
    boolean isBegun() {
        return begun;
    }

    /** Consumes bytes. Returns true if the content is complete. */
    boolean read(ByteBuffer input) throws HttpRejection {
        while (input.hasRemaining()) {
            begun = true;
            switch (state) {
                case SIZE -> size(input);
                case DATA -> data(input);
                case DATA_END -> dataEnd(input);
                case TRAILERS -> {
                    if (trailer(input)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    void clear() {
        state = State.SIZE;
        overhead = 0;
        begun = false;
    }

    private void size(ByteBuffer input) throws HttpRejection {
        if (!line.read(input, SIZE_LINE_BYTES, sizeMalformed)) {
            return;
        }
        int digits = 0;
        long size = 0;
        while (digits < line.length() && HttpSyntax.hexDigit(line.at(digits)) >= 0) {
            // A size beyond an int exceeds every limit, and stays at the maximum.
            size = Math.min(size * 16 + HttpSyntax.hexDigit(line.at(digits)), Integer.MAX_VALUE);
            digits++;
        }
        if (digits == 0) {
            throw sizeMalformed;
        }
        ChunkExtensions.check(line.text(digits, line.length()));
        countOverhead(line.length() - digits, extensionsTooLarge);
        if (size == 0) {
            state = State.TRAILERS;
            overhead = 0;
        } else {
            body.expect(size);
            state = State.DATA;
        }
    }

    private void data(ByteBuffer input) {
        body.fill(input);
        if (body.missing() == 0) {
            state = State.DATA_END;
        }
    }

    private void dataEnd(ByteBuffer input) throws HttpRejection {
        if (line.read(input, 0, endMalformed)) {
            state = State.SIZE;
        }
    }

    private boolean trailer(ByteBuffer input) throws HttpRejection {
        if (!line.read(input, Math.max(0, overheadLimit - overhead - 2), trailersTooLarge)) {
            return false;
        }
        if (line.length() == 0) {
            return true;
        }
        FieldLine.parse(line);
        countOverhead(line.length() + 2, trailersTooLarge);
        return false;
    }

    private void countOverhead(int bytes, HttpRejection tooLarge) throws HttpRejection {
        overhead += bytes;
        if (overhead > overheadLimit) {
            throw tooLarge;
        }
    }
}
