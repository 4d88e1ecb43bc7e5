package sse.api.internal.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event from the bytes that {@link EncodedEvent} has written, and from no others: every field occurs at most
 * once, and the lines of one field are adjacent. Stateless.
 */
public final class FrameReader {

    /** In the order in which {@link EncodedEvent} takes and writes the fields. */
    private static final byte[][] PREFIXES = {
        FieldPrefix.COMMENT, FieldPrefix.EVENT, FieldPrefix.ID, FieldPrefix.RETRY, FieldPrefix.DATA
    };

    private FrameReader() {}

    /** Returns an event that is equal to the one that was written. */
    public static EncodedEvent read(byte[] frame) {
        @Nullable EncodedText[] texts = new EncodedText[PREFIXES.length];
        int at = 0;
        while (at < frame.length && frame[at] != '\n') {
            int field = fieldAt(frame, at);
            byte[] prefix = PREFIXES[field];
            int from = at + prefix.length;
            int end = endOfField(frame, from, prefix);
            texts[field] = EncodedText.encoded(Arrays.copyOfRange(frame, from, end), prefix);
            at = end + 1;
        }
        return new EncodedEvent(texts[0], texts[1], texts[2], texts[3], texts[4]);
    }

    /** Returns the index of the field's prefix. */
    private static int fieldAt(byte[] frame, int at) {
        return switch (frame[at]) {
            case ':' -> 0;
            case 'e' -> 1;
            case 'i' -> 2;
            case 'r' -> 3;
            default -> 4;
        };
    }

    /** Returns the index of the line end of a field's last line. */
    private static int endOfField(byte[] frame, int from, byte[] prefix) {
        int end = ByteSearch.lineEnd(frame, from, frame.length);
        while (end + 1 < frame.length && frame[end + 1] == prefix[0]) {
            end = ByteSearch.lineEnd(frame, end + 1 + prefix.length, frame.length);
        }
        return end;
    }
}
