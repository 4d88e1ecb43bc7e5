package sse.testkit.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import sse.api.Headers;
import sse.api.spi.http.Quote;

/**
 * Reads HTTP/1.1 responses (RFC 9112) from a source that may return its bytes in pieces of any size, or none yet:
 * incomplete input remains in the buffer until the next call. Strict, because it tests servers. For use by one thread
 * at a time.
 */
final class ResponseReader {
    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int MAX_HEAD_BYTES = 256 * 1024;

    /** Reads bytes, see {@link ClientConnection#readBody}. */
    interface Source {
        int read(byte[] bytes, int offset, int length, Duration timeout) throws IOException;
    }

    private enum Framing {
        LENGTH,
        UNTIL_END,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILER,
        DONE
    }

    private final Source source;
    private byte[] buffer = new byte[0];
    private int start;
    private int end;
    private Framing framing = Framing.DONE;
    private long remaining;

    ResponseReader(Source source) {
        this.source = source;
    }

    /** Reads the next head and skips interim ones (1xx) and the rest of an earlier body. */
    Optional<ResponseHead> readHead(boolean toHead, Deadline deadline) throws IOException {
        byte[] skipped = new byte[1024];
        while (framing != Framing.DONE) {
            int read = readBody(skipped, 0, skipped.length, deadline.remaining());
            if (read == 0) {
                return Optional.empty();
            }
        }
        while (true) {
            int length = endOfHead();
            if (length < 0) {
                int filled = fill(deadline.remaining());
                if (filled == 0) {
                    return Optional.empty();
                }
                if (filled < 0) {
                    throw new EOFException("connection ended "
                            + (start == end
                                    ? "before the response"
                                    : "in the head of the response: " + quotedBuffer()));
                }
                continue;
            }
            String text = new String(buffer, start, length, StandardCharsets.ISO_8859_1);
            start += length;
            ResponseHead head = parse(text);
            if (head.status() >= 200) {
                framing = framing(head, toHead);
                return Optional.of(head);
            }
        }
    }

    /** Reads from the body; see {@link ClientConnection#readBody}. */
    int readBody(byte[] bytes, int offset, int length, Duration timeout) throws IOException {
        Deadline deadline = Deadline.in(timeout);
        while (true) {
            switch (framing) {
                case DONE -> {
                    return -1;
                }
                case LENGTH, CHUNK_DATA, UNTIL_END -> {
                    return readData(bytes, offset, length, deadline);
                }
                case CHUNK_SIZE, CHUNK_END, TRAILER -> {
                    int line = endOfLine();
                    if (line < 0) {
                        int filled = fill(deadline.remaining());
                        if (filled < 0) {
                            throw new EOFException("connection ended inside a chunked body");
                        }
                        if (filled == 0) {
                            return 0;
                        }
                    } else {
                        takeLine(line);
                    }
                }
            }
        }
    }

    private int readData(byte[] bytes, int offset, int length, Deadline deadline) throws IOException {
        if (start == end) {
            int filled = fill(deadline.remaining());
            if (filled < 0 && framing == Framing.UNTIL_END) {
                framing = Framing.DONE;
                return -1;
            }
            if (filled < 0) {
                throw new EOFException("connection ended " + remaining + " bytes before the end of the body");
            }
            if (filled == 0) {
                return 0;
            }
        }
        int read = Math.min(length, end - start);
        if (framing != Framing.UNTIL_END) {
            read = (int) Math.min(read, remaining);
            remaining -= read;
        }
        System.arraycopy(buffer, start, bytes, offset, read);
        start += read;
        if (framing == Framing.LENGTH && remaining == 0) {
            framing = Framing.DONE;
        } else if (framing == Framing.CHUNK_DATA && remaining == 0) {
            framing = Framing.CHUNK_END;
        }
        return read;
    }

    private void takeLine(int length) throws IOException {
        String line = new String(buffer, start, length - 2, StandardCharsets.ISO_8859_1);
        start += length;
        switch (framing) {
            case CHUNK_SIZE -> {
                remaining = chunkSize(line);
                framing = remaining == 0 ? Framing.TRAILER : Framing.CHUNK_DATA;
            }
            case CHUNK_END -> {
                require(line.isEmpty(), "chunk must end with its line", line);
                framing = Framing.CHUNK_SIZE;
            }
            case TRAILER -> framing = line.isEmpty() ? Framing.DONE : Framing.TRAILER;
            case LENGTH, UNTIL_END, CHUNK_DATA, DONE ->
                throw new IllegalStateException("no line is expected: " + framing);
        }
    }

    private static long chunkSize(String line) throws IOException {
        int extension = line.indexOf(';');
        String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
        require(digits.matches("[0-9a-fA-F]{1,8}"), "chunk size must be hexadecimal", line);
        return Long.parseLong(digits, 16);
    }

    private static ResponseHead parse(String text) throws IOException {
        String[] lines = text.substring(0, text.length() - 4).split("\r\n", -1);
        require(
                lines[0].matches("HTTP/1\\.[01] [0-9]{3}( .*)?"),
                "status line must be HTTP/1.x and a status",
                lines[0]);
        Headers.Builder headers = Headers.builder();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            require(colon > 0, "header field must have a name and a colon", lines[i]);
            try {
                headers.add(lines[i].substring(0, colon), lines[i].substring(colon + 1));
            } catch (IllegalArgumentException malformed) {
                throw new ProtocolException(malformed.getMessage());
            }
        }
        return new ResponseHead(Integer.parseInt(lines[0].substring(9, 12)), headers.build());
    }

    /** Determines the length of the body (RFC 9112 section 6.3). */
    private Framing framing(ResponseHead head, boolean toHead) throws IOException {
        if (toHead || head.status() == 204 || head.status() == 304) {
            return Framing.DONE;
        }
        Optional<String> coding = head.headers().first("Transfer-Encoding");
        Optional<String> length = head.headers().first("Content-Length");
        if (coding.isPresent()) {
            require(coding.get().equalsIgnoreCase("chunked"), "transfer coding must be chunked", coding.get());
            require(length.isEmpty(), "chunked response must not have Content-Length", length.orElse(""));
            return Framing.CHUNK_SIZE;
        }
        if (length.isEmpty()) {
            return Framing.UNTIL_END;
        }
        require(length.get().matches("[0-9]{1,15}"), "Content-Length must be a number", length.get());
        remaining = Long.parseLong(length.get());
        return remaining == 0 ? Framing.DONE : Framing.LENGTH;
    }

    private int fill(Duration timeout) throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        }
        if (end == buffer.length) {
            if (end - start >= MAX_HEAD_BYTES) {
                throw new ProtocolException("head must be at most " + MAX_HEAD_BYTES + " bytes: " + (end - start));
            }
            buffer = Arrays.copyOfRange(buffer, start, start + Math.max(BUFFER_BYTES, 2 * (end - start)));
            end -= start;
            start = 0;
        }
        int read = source.read(buffer, end, buffer.length - end, timeout);
        end += Math.max(0, read);
        return read;
    }

    private int endOfHead() {
        for (int i = start; i + 3 < end; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + 4 - start;
            }
        }
        return -1;
    }

    private int endOfLine() {
        for (int i = start; i + 1 < end; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                return i + 2 - start;
            }
        }
        return -1;
    }

    private String quotedBuffer() {
        return Quote.of(new String(buffer, start, end - start, StandardCharsets.ISO_8859_1));
    }

    private static void require(boolean holds, String rule, String value) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(rule + ": " + Quote.of(value));
        }
    }
}
