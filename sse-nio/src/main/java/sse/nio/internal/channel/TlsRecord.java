package sse.nio.internal.channel;

import java.nio.ByteBuffer;

/** The header of a TLS record, in the clear in each version (RFC 8446 section 5.1). */
final class TlsRecord {
    private static final int HEADER_BYTES = 5;
    private static final byte HANDSHAKE = 22;
    private static final int MAX_BYTES = HEADER_BYTES + (1 << 14) + 2048;

    private TlsRecord() {}

    /** Returns true if the next bytes, at least one, are a record of the handshake. */
    static boolean isHandshake(ByteBuffer bytes) {
        return bytes.get(bytes.position()) == HANDSHAKE;
    }

    /** Returns the length of the next record, its header included; zero if it is unknown or too large. */
    static int length(ByteBuffer bytes) {
        if (bytes.remaining() < HEADER_BYTES) {
            return 0;
        }
        int at = bytes.position();
        int length = HEADER_BYTES + (bytes.get(at + 3) & 0xFF) * 256 + (bytes.get(at + 4) & 0xFF);
        return length <= MAX_BYTES ? length : 0;
    }
}
