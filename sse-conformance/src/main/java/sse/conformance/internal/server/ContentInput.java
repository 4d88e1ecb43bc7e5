package sse.conformance.internal.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The content of a response, read byte by byte out of its framing (RFC 9112, section 6). For use by one thread. */
final class ContentInput {
    private static final long UNTIL_CLOSE = Long.MAX_VALUE;

    private final InputStream in;
    private final boolean chunked;

    // Of the content, or of the current chunk.
    private long remaining;
    private boolean first = true;

    private ContentInput(InputStream in, boolean chunked, long remaining) {
        this.in = in;
        this.chunked = chunked;
        this.remaining = remaining;
    }

    static ContentInput of(Answer answer, InputStream in) throws Violation {
        String coding = answer.field("Transfer-Encoding").orElse("");
        String length = answer.field("Content-Length").orElse("");
        if (!coding.isEmpty() && !length.isEmpty()) {
            throw new Violation("expected Transfer-Encoding or Content-Length, got both");
        }
        if (!coding.isEmpty() && !coding.equalsIgnoreCase("chunked")) {
            throw new Violation("expected the transfer coding chunked, got " + coding);
        }
        if (!length.isEmpty() && !length.matches("[0-9]{1,18}")) {
            throw new Violation("expected digits as Content-Length, got " + length);
        }
        boolean chunked = !coding.isEmpty();
        return new ContentInput(in, chunked, chunked ? 0 : length.isEmpty() ? UNTIL_CLOSE : Long.parseLong(length));
    }

    /** Returns the next byte; negative at the end. */
    int read() throws IOException, Violation {
        if (remaining == 0 && !(chunked && nextChunk())) {
            return -1;
        }
        int next = in.read();
        if (next < 0) {
            if (remaining == UNTIL_CLOSE) {
                return -1;
            }
            throw new EOFException("content must be complete");
        }
        if (remaining != UNTIL_CLOSE) {
            remaining--;
        }
        return next;
    }

    private boolean nextChunk() throws IOException, Violation {
        if (!first && !line().isEmpty()) {
            throw new Violation("expected CR LF after a chunk");
        }
        first = false;
        String size = line();
        if (!size.matches("[0-9A-Fa-f]{1,15}([ \t]*;.*)?")) {
            throw new Violation("expected the size of a chunk, got \"" + size + "\"");
        }
        remaining = Long.parseLong(size.replaceAll("[ \t]*;.*", ""), 16);
        return remaining > 0;
    }

    private String line() throws IOException, Violation {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("content must end with a chunk of size 0");
            }
            if (next == '\n' || line.length() > 1000) {
                throw new Violation("expected CR LF after the size of a chunk, got \"" + line + "\"");
            }
            line.append((char) next);
        }
        if (in.read() != '\n') {
            throw new Violation("expected LF after CR in the framing of chunks");
        }
        return line.toString();
    }
}
