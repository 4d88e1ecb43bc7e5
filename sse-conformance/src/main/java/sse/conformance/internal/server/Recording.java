package sse.conformance.internal.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The beginning of a stream, as bytes, lines and events. Immutable. */
final class Recording {
    /** The number of events with an id after which no more is read. */
    private static final int ENOUGH_IDS = 3;

    private final byte[] bytes;
    private final boolean ended;

    private Recording(byte[] bytes, boolean ended) {
        this.bytes = bytes;
        this.ended = ended;
    }

    /** Reads a stream until there is enough, or for a time. */
    static Recording of(Answer answer, Duration time, int maxBytes) throws IOException, Violation {
        ContentInput content = answer.content();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long end = System.nanoTime() + time.toNanos();
        Recording read = new Recording(new byte[0], false);
        while (bytes.size() < maxBytes && System.nanoTime() < end) {
            answer.waitAtMost((int) Math.min(time.toMillis(), (end - System.nanoTime()) / 1_000_000 + 1));
            int next;
            try {
                next = content.read();
            } catch (SocketTimeoutException silent) {
                break;
            }
            if (next < 0) {
                return new Recording(bytes.toByteArray(), true);
            }
            bytes.write(next);
            if (next == '\n') {
                read = new Recording(bytes.toByteArray(), false);
                if (read.ids().size() >= ENOUGH_IDS) {
                    return read;
                }
            }
        }
        return new Recording(bytes.toByteArray(), false);
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Returns true if the server has ended the stream. */
    boolean hasEnded() {
        return ended;
    }

    /** Returns the text up to the last line end, which must be UTF-8. */
    String text() throws Violation {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n' && bytes[end - 1] != '\r') {
            end--;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, end))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new Violation("expected UTF-8, got other bytes");
        }
    }

    /** Returns the complete lines. */
    List<String> lines() throws Violation {
        String text = text();
        String[] lines =
                text.startsWith("\uFEFF") ? text.substring(1).split("\r\n|\n|\r", -1) : text.split("\r\n|\n|\r", -1);
        return List.of(lines).subList(0, lines.length - 1);
    }

    /** Returns the last event ID at each event that sets one, in order. */
    List<String> ids() throws Violation {
        List<String> ids = new ArrayList<>();
        String id = "";
        boolean hasId = false;
        boolean hasData = false;
        for (String line : lines()) {
            if (line.isEmpty()) {
                if (hasId && hasData) {
                    ids.add(id);
                }
                hasId = false;
                hasData = false;
            } else if (line.equals("id") || line.startsWith("id:")) {
                id = line.replaceFirst("^id:? ?", "");
                hasId = !id.isEmpty();
            } else if (line.equals("data") || line.startsWith("data:")) {
                hasData = true;
            }
        }
        return ids;
    }
}
