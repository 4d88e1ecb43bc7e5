package sse.api.internal.wire.gzip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a gzip stream (RFC 1952) that no compressor makes. Each block of its deflate data (RFC 1951) begins and
 * ends at a whole byte, so that blocks of several sources may follow each other.
 *
 * <pre>
 *   head     1f 8b 08 00 00000000 00 ff           no name, no time, an unknown system
 *   stored   00 LEN NLEN data                     as they are, at most 65,535 bytes
 *   empty    00 0000 ffff                         decodes to nothing
 *   end      01 0000 ffff CRC32 ISIZE             the last block, which is empty, and the trailer
 * </pre>
 */
final class GzipFormat {
    /** The first bytes of a stream. */
    static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** A block without data, with which a decoder returns all that came before. */
    static final byte[] EMPTY_BLOCK = {0, 0, 0, (byte) 0xff, (byte) 0xff};

    /** How many bytes the last block and the trailer have. */
    static final int END_BYTES = 13;

    private static final byte[] LAST_BLOCK = {1, 0, 0, (byte) 0xff, (byte) 0xff};
    private static final int MAX_STORED_BYTES = 0xffff;
    private static final int BLOCK_HEAD_BYTES = 5;

    private GzipFormat() {}

    /** Returns how many bytes a text has as stored blocks and an empty one. */
    static int storedBytes(int length) {
        int blocks = (length + MAX_STORED_BYTES - 1) / MAX_STORED_BYTES;
        return length + (blocks + 1) * BLOCK_HEAD_BYTES;
    }

    /**
     * Puts a text as stored blocks, and an empty one: some decoders return stored bytes only when the next block
     * begins.
     *
     * @param text from its position to its limit, and advanced to it
     */
    static void putStored(ByteBuffer target, ByteBuffer text) {
        target.order(ByteOrder.LITTLE_ENDIAN);
        while (text.hasRemaining()) {
            int length = Math.min(text.remaining(), MAX_STORED_BYTES);
            target.put((byte) 0).putShort((short) length).putShort((short) ~length);
            target.put(target.position(), text, text.position(), length).position(target.position() + length);
            text.position(text.position() + length);
        }
        target.put(EMPTY_BLOCK);
    }

    /**
     * Puts the end of a stream.
     *
     * @param crc the CRC-32 of everything that the stream decodes to
     * @param length its length, modulo 2^32
     */
    static void putEnd(ByteBuffer target, int crc, int length) {
        target.order(ByteOrder.LITTLE_ENDIAN).put(LAST_BLOCK).putInt(crc).putInt(length);
    }
}
