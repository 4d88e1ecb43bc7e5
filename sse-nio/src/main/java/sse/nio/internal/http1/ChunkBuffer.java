package sse.nio.internal.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The buffer in which a lane composes, with room around it for the framing of a chunk (RFC 9112 section 7.1). Confined
 * to the loop.
 *
 * <pre>
 *   whole    [ header  ][ content, composed by the lane ...        ][ end ]
 *              "1f4\r\n"                                             "\r\n"
 * </pre>
 *
 * <p>The lane knows the content only. Its streams in step are written the same bytes from the same place, header and
 * end included, without a copy and in one system call.
 */
final class ChunkBuffer {
    private static final byte[] END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

    /** Eight digits and the line end. */
    private static final int HEADER_ROOM = 10;

    /** The largest content of one chunk. */
    static final int MAX_CONTENT = 64 * 1024;

    private static final byte[] PADDING = padding();

    // Immutable after construction. What lies around the content is overwritten by each write.
    private final ByteBuffer whole;
    private final ByteBuffer content;

    /** Creates a buffer for a lane. */
    ChunkBuffer() {
        whole = ByteBuffer.allocateDirect(HEADER_ROOM + MAX_CONTENT + END.length);
        content = whole.slice(HEADER_ROOM, MAX_CONTENT);
    }

    /** Returns the part that the lane composes in. */
    ByteBuffer content() {
        return content;
    }

    /** Returns true if the bytes are the lane's, from the beginning, so that they can be framed where they are. */
    @SuppressWarnings("ReferenceEquality") // Equal bytes in another buffer have no room around them.
    boolean holds(ByteBuffer bytes) {
        return bytes == content && bytes.position() == 0 && bytes.hasRemaining();
    }

    /** Frames the content as one chunk and returns it, ready to be written. */
    ByteBuffer chunk() {
        int length = content.remaining();
        int end = HEADER_ROOM + length;
        whole.clear();
        whole.put(HEADER_ROOM - 2, (byte) '\r');
        whole.put(HEADER_ROOM - 1, (byte) '\n');
        whole.put(end, (byte) '\r');
        whole.put(end + 1, (byte) '\n');
        int start = HEADER_ROOM - 2;
        for (int rest = length; rest > 0; rest >>>= 4) {
            whole.put(--start, (byte) Character.forDigit(rest & 0xF, 16));
        }
        return whole.position(start).limit(end + END.length);
    }

    /** Returns how many bytes of a chunk that was written come before its content. */
    static int contentStart() {
        return HEADER_ROOM;
    }

    /** Returns the header of a chunk. */
    static ByteBuffer header(int length) {
        return ByteBuffer.wrap((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
    }

    /** Returns what follows the content of a chunk. */
    static ByteBuffer end() {
        return ByteBuffer.wrap(END);
    }

    /** Returns the end of a response. */
    static ByteBuffer lastChunk() {
        return ByteBuffer.wrap(LAST_CHUNK);
    }

    /** Returns the rest of a chunk whose last bytes are not to be had: a comment line, and the end of the chunk. */
    static ByteBuffer padding(int length) {
        return ByteBuffer.wrap(PADDING, MAX_CONTENT - length, length + END.length);
    }

    /** A line of colons is a comment wherever it begins. */
    private static byte[] padding() {
        byte[] padding = new byte[MAX_CONTENT + END.length];
        Arrays.fill(padding, (byte) ':');
        padding[MAX_CONTENT - 1] = '\n';
        System.arraycopy(END, 0, padding, MAX_CONTENT, END.length);
        return padding;
    }
}
