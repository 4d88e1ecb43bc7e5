package sse.api.spi.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The check of bytes that come from a store: nothing else than the frame of an entry may reach a client. */
final class StoredFrame {
    private StoredFrame() {}

    /**
     * Returns true if bytes are the lines of one event: each ends with a line feed, one has the id, and a blank line is
     * at the end and nowhere else.
     */
    static boolean isEventWithId(byte[] bytes, EntryId id) {
        byte[] idLine = ("id: " + id).getBytes(StandardCharsets.US_ASCII);
        boolean hasId = false;
        int lineStart = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\r') {
                return false;
            }
            if (bytes[i] == '\n') {
                if (i == lineStart) {
                    return hasId && i == bytes.length - 1;
                }
                hasId |= Arrays.equals(bytes, lineStart, i, idLine, 0, idLine.length);
                lineStart = i + 1;
            }
        }
        return false;
    }
}
