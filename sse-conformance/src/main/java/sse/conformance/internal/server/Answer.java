package sse.conformance.internal.server;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of a response, and its content as it arrives. To be closed, which closes the connection. */
final class Answer implements AutoCloseable {
    private static final int MAX_HEAD_BYTES = 1 << 16;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*");

    private final Socket socket;
    private final InputStream in;
    private final int status;
    private final List<String[]> fields;

    private Answer(Socket socket, InputStream in, int status, List<String[]> fields) {
        this.socket = socket;
        this.in = in;
        this.status = status;
        this.fields = fields;
    }

    /** Waits for a head. Heads of 1xx are skipped. */
    static Answer read(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (true) {
            Matcher line = STATUS_LINE.matcher(line(in));
            if (!line.matches()) {
                throw new IOException("response must begin with a status line of HTTP/1.1");
            }
            List<String[]> fields = new ArrayList<>();
            for (String field = line(in); !field.isEmpty(); field = line(in)) {
                Matcher parts = FIELD.matcher(field);
                if (!parts.matches()) {
                    throw new IOException("header field must be a name, a colon and a value: " + field);
                }
                fields.add(new String[] {parts.group(1).toLowerCase(Locale.ROOT), parts.group(2)});
            }
            int status = Integer.parseInt(line.group(1));
            if (status >= 200) {
                return new Answer(socket, in, status, fields);
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("head must be complete");
            }
            if (next == '\n' && line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
                return line.substring(0, line.length() - 1);
            }
            line.append((char) next);
            if (line.length() > MAX_HEAD_BYTES) {
                throw new IOException("line of a head must be at most " + MAX_HEAD_BYTES + " bytes");
            }
        }
    }

    int status() {
        return status;
    }

    /** Returns the values of a field, joined by commas; empty if it is absent. */
    Optional<String> field(String name) {
        List<String> values = fields.stream()
                .filter(field -> field[0].equals(name.toLowerCase(Locale.ROOT)))
                .map(field -> field[1])
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    /** Returns true if it opens an event stream: 200 and the type. */
    boolean isStream() {
        return status == 200
                && field("Content-Type")
                        .filter(type -> type.split(";", 2)[0].strip().equalsIgnoreCase("text/event-stream"))
                        .isPresent();
    }

    /** Returns this answer, which must open a stream. */
    Answer requireStream() throws Violation {
        if (!isStream()) {
            throw new Violation("expected 200 with Content-Type: text/event-stream, got " + this);
        }
        return this;
    }

    /** Returns the content without its framing. */
    ContentInput content() throws Violation {
        return ContentInput.of(this, in);
    }

    /** Returns true if no byte arrives within a time, or the connection ends. */
    boolean isFollowedByNothing(int millis) throws IOException {
        int before = socket.getSoTimeout();
        socket.setSoTimeout(millis);
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException silent) {
            return true;
        } finally {
            socket.setSoTimeout(before);
        }
    }

    /** Waits at most this long for each of the next bytes. */
    void waitAtMost(int millis) throws IOException {
        socket.setSoTimeout(Math.max(1, millis));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public String toString() {
        return status
                + field("Content-Type")
                        .map(type -> " with Content-Type: " + type)
                        .orElse("");
    }
}
