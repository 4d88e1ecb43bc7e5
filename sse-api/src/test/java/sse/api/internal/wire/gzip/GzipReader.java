package sse.api.internal.wire.gzip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** Decodes what a connection was sent: piece by piece, as a client does, and as a whole, by another decoder. */
final class GzipReader {
    private static final int HEAD_BYTES = 10;

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    private final Inflater inflater = new Inflater(true);
    private final ByteArrayOutputStream trailer = new ByteArrayOutputStream();
    private final byte[] output = new byte[8192];

    /** Receives bytes, and decodes what can be. */
    void receive(byte[] bytes) {
        int ofHead = Math.min(bytes.length, Math.max(0, HEAD_BYTES - received.size()));
        received.writeBytes(bytes);
        if (inflater.finished()) {
            trailer.writeBytes(bytes);
            return;
        }
        inflater.setInput(bytes, ofHead, bytes.length - ofHead);
        try {
            int count;
            do {
                count = inflater.inflate(output);
                decoded.write(output, 0, count);
            } while (count > 0);
        } catch (DataFormatException malformed) {
            throw new AssertionError("deflate data must be valid: " + malformed.getMessage(), malformed);
        }
        if (inflater.finished()) {
            trailer.write(bytes, bytes.length - inflater.getRemaining(), inflater.getRemaining());
        }
    }

    /** Returns what has been decoded. */
    byte[] decoded() {
        return decoded.toByteArray();
    }

    /** Returns what was received. */
    byte[] received() {
        return received.toByteArray();
    }

    /** Checks that the stream is complete, and what it contains, by both decoders. */
    void assertComplete(byte[] expected) throws IOException {
        assertThat(decoded()).isEqualTo(expected);
        assertThat(inflater.finished()).isTrue();
        CRC32 crc = new CRC32();
        crc.update(expected);
        ByteBuffer end = ByteBuffer.wrap(trailer.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(end.remaining()).isEqualTo(8);
        assertThat(end.getInt()).isEqualTo((int) crc.getValue());
        assertThat(end.getInt()).isEqualTo(expected.length);
        try (GZIPInputStream whole = new GZIPInputStream(new ByteArrayInputStream(received()))) {
            assertThat(whole.readAllBytes()).isEqualTo(expected);
        }
        inflater.end();
    }
}
