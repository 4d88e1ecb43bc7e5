package sse.api.internal.codec;

import java.util.Arrays;

/**
 * Reads an event from the bytes that {@link EncodedEvent} has written, and from no others: every field occurs at most
 * once, and the lines of one field are adjacent. Stateless.
 */
public final class FrameReader {

    private FrameReader() {}

    /** Returns an event that is equal to the one that was written. */
    public static EncodedEvent read(byte[] frame) {
        var event = new EncodedEvent.Builder();
        int at = 0;
        while (frame[at] != '\n') {
            byte[] prefix = prefixAt(frame, at);
            int from = at + prefix.length;
            int end = endOfField(frame, from, prefix);
            set(event, prefix, EncodedText.encoded(Arrays.copyOfRange(frame, from, end), prefix));
            at = end + 1;
        }
        return event.build();
    }

    private static byte[] prefixAt(byte[] frame, int at) {
        return switch (frame[at]) {
            case ':' -> FieldPrefix.COMMENT;
            case 'e' -> FieldPrefix.EVENT;
            case 'i' -> FieldPrefix.ID;
            case 'r' -> FieldPrefix.RETRY;
            default -> FieldPrefix.DATA;
        };
    }

    /** Returns the index of the line end of a field's last line. */
    private static int endOfField(byte[] frame, int from, byte[] prefix) {
        int end = ByteSearch.lineEnd(frame, from, frame.length);
        while (frame[end + 1] == prefix[0]) {
            end = ByteSearch.lineEnd(frame, end + 1 + prefix.length, frame.length);
        }
        return end;
    }

    private static void set(EncodedEvent.Builder event, byte[] prefix, EncodedText text) {
        switch (prefix[0]) {
            case ':' -> event.comment(text);
            case 'e' -> event.type(text);
            case 'i' -> event.id(text);
            case 'r' -> event.retry(text);
            default -> event.data(text);
        }
    }
}
