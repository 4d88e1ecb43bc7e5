package sse.client.internal.gzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipInflaterTest {
    private static final int ROOM = 1 << 20;

    /** Inflates in chunks, with little room for output, and checks that nothing is held back. */
    private static String inflate(GzipInflater gzip, byte[] bytes, int chunk, int room) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < bytes.length; from += chunk) {
            ByteBuffer in = ByteBuffer.wrap(bytes, from, Math.min(chunk, bytes.length - from))
                    .asReadOnlyBuffer();
            ByteBuffer out;
            do {
                out = ByteBuffer.allocate(room);
                gzip.inflate(in, out);
                text.append(StandardCharsets.UTF_8.decode(out.flip()));
            } while (out.limit() == room);
            assertThat(in.hasRemaining()).isFalse();
        }
        return text.toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Returns a member whose header has every optional part. */
    private static byte[] withFullHeader(String text) throws IOException {
        byte[] plain = gzip(text);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(plain, 0, 3);
        bytes.write(2 + 4 + 8 + 16);
        bytes.write(plain, 4, 6);
        bytes.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
        bytes.writeBytes("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(new byte[] {1, 2});
        bytes.write(plain, 10, plain.length - 10);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "7, 1", "3, 1000", "100000, 16"})
    void inflatesWhateverTheChunks(int chunk, int room) throws IOException {
        String text = "data: one\n\n".repeat(1000);
        try (GzipInflater gzip = new GzipInflater()) {
            assertThat(inflate(gzip, gzip(text), chunk, room)).isEqualTo(text);
            assertThat(gzip.isComplete()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void skipsTheOptionalParts(int chunk) throws IOException {
        try (GzipInflater gzip = new GzipInflater()) {
            assertThat(inflate(gzip, withFullHeader("text"), chunk, 100)).isEqualTo("text");
            assertThat(gzip.isComplete()).isTrue();
        }
    }

    @Test
    void readsMembersOneAfterAnother() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(gzip("one "));
        bytes.writeBytes(gzip(""));
        bytes.writeBytes(withFullHeader("two"));
        for (int chunk : new int[] {1, 5, 1000}) {
            try (GzipInflater gzip = new GzipInflater()) {
                assertThat(inflate(gzip, bytes.toByteArray(), chunk, 100)).isEqualTo("one two");
            }
        }
    }

    @Test
    void returnsWhatWasFlushed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GzipInflater gzip = new GzipInflater();
                GZIPOutputStream out = new GZIPOutputStream(bytes, 512, true)) {
            for (int i = 0; i < 5; i++) {
                out.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                assertThat(inflate(gzip, bytes.toByteArray(), ROOM, ROOM)).isEqualTo("data: " + i + "\n\n");
                bytes.reset();
            }
        }
    }

    @Test
    void isIncompleteAtEveryCut() throws IOException {
        byte[] bytes = withFullHeader("text");
        for (int length = 1; length < bytes.length; length++) {
            try (GzipInflater gzip = new GzipInflater()) {
                inflate(gzip, Arrays.copyOf(bytes, length), ROOM, ROOM);
                assertThat(gzip.isComplete()).as("after %d bytes", length).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, gzip content must begin with a gzip header",
        "1, gzip content must begin with a gzip header",
        "2, gzip content must begin with a gzip header",
        "3, gzip content must begin with a gzip header",
        "-1, gzip content must match its checksum and length",
        "-5, gzip content must match its checksum and length"
    })
    void rejectsMalformedInput(int index, String message) throws IOException {
        byte[] bytes = gzip("text");
        bytes[index < 0 ? bytes.length + index : index] ^= (byte) 0xE0;
        try (GzipInflater gzip = new GzipInflater()) {
            assertThatThrownBy(() -> inflate(gzip, bytes, ROOM, ROOM))
                    .isInstanceOf(IOException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void rejectsMalformedBlocks() throws IOException {
        byte[] bytes = gzip("text");
        bytes[10] = (byte) 0xFF;
        try (GzipInflater gzip = new GzipInflater()) {
            assertThatThrownBy(() -> inflate(gzip, bytes, ROOM, ROOM))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("gzip content must be valid: ");
        }
    }
}
