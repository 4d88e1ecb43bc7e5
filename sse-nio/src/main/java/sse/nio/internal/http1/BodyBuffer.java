package sse.nio.internal.http1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.HttpRule;

/**
 * Collects content within a limit, in pieces that are joined once, at the end. It grows with the bytes that have
 * arrived and not with those announced: time and memory are in proportion to the length of the content, however small
 * the reads. A piece is as long as all before it together, up to 1 MiB, so that at most twice the content is held, and
 * 1 MiB. Confined to the loop.
 */
final class BodyBuffer {
    private static final byte[] NONE = {};
    private static final int MIN_PIECE_BYTES = 1024;
    private static final int MAX_PIECE_BYTES = 1024 * 1024;

    private final List<byte[]> full = new ArrayList<>(0);
    private byte[] piece = NONE;
    private int pieceLength;
    private int limit;
    private int length;
    private int missing;

    /** Sets the most bytes that the next content may have. */
    void setLimit(int bytes) {
        limit = bytes;
    }

    /** Announces bytes, in addition to those collected. */
    void expect(long count) throws HttpRejection {
        if (count > limit - length) {
            throw HttpRule.CONTENT_TOO_LARGE.rejection(limit);
        }
        missing = (int) count;
    }

    /** Returns how many of the announced bytes have not arrived. */
    int missing() {
        return missing;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Consumes as many of the announced bytes as are there. */
    void fill(ByteBuffer input) {
        int remaining = Math.min(missing, input.remaining());
        missing -= remaining;
        while (remaining > 0) {
            if (pieceLength == piece.length) {
                beginPiece(remaining);
            }
            int count = Math.min(remaining, piece.length - pieceLength);
            input.get(piece, pieceLength, count);
            pieceLength += count;
            length += count;
            remaining -= count;
        }
    }

    private void beginPiece(int arrived) {
        if (pieceLength > 0) {
            full.add(piece);
        }
        int size = Math.max(arrived, Math.max(MIN_PIECE_BYTES, Math.min(length, MAX_PIECE_BYTES)));
        // By the limit and not by the announced length: a piece for each small chunk would be many pieces.
        piece = new byte[Math.min(size, limit - length)];
        pieceLength = 0;
    }

    /** Removes and returns the collected bytes. */
    byte[] take() {
        byte[] taken = full.isEmpty() && piece.length == length ? piece : joined();
        clear();
        return taken;
    }

    private byte[] joined() {
        byte[] joined = new byte[length];
        int position = 0;
        for (byte[] bytes : full) {
            System.arraycopy(bytes, 0, joined, position, bytes.length);
            position += bytes.length;
        }
        System.arraycopy(piece, 0, joined, position, pieceLength);
        return joined;
    }

    /** Discards the collected bytes, and holds none of their memory. */
    void clear() {
        full.clear();
        piece = NONE;
        pieceLength = 0;
        length = 0;
        missing = 0;
    }
}
