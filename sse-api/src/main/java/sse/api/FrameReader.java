package sse.api;

import java.util.Arrays;

/**
 * Reads an event back from what {@link EventEncoder} wrote, and from nothing else: every field comes at most once, and
 * the lines of one field follow one another. Stateless.
 */
final class FrameReader {
    private FrameReader() {}

    static Event read(byte[] frame) {
        Event.Builder event = Event.builder();
        int at = 0;
        while (frame[at] != '\n') {
            byte[] name = nameAt(frame, at);
            int from = at + name.length;
            int end = endOfField(frame, from, name);
            set(event, name, EventText.encoded(Arrays.copyOfRange(frame, from, end), name));
            at = end + 1;
        }
        return event.build();
    }

    private static byte[] nameAt(byte[] frame, int at) {
        return switch (frame[at]) {
            case ':' -> EventEncoder.COMMENT;
            case 'e' -> EventEncoder.EVENT;
            case 'i' -> EventEncoder.ID;
            case 'r' -> EventEncoder.RETRY;
            default -> EventEncoder.DATA;
        };
    }

    /** Returns where the line end of a field's last line is. */
    private static int endOfField(byte[] frame, int from, byte[] name) {
        int end = ByteSearch.lineEnd(frame, from, frame.length);
        while (frame[end + 1] == name[0]) {
            end = ByteSearch.lineEnd(frame, end + 1 + name.length, frame.length);
        }
        return end;
    }

    private static void set(Event.Builder event, byte[] name, EventText text) {
        switch (name[0]) {
            case ':' -> event.comment = text;
            case 'e' -> event.type = text;
            case 'i' -> event.id = text;
            case 'r' -> event.retry = text;
            default -> event.data = text;
        }
    }
}
