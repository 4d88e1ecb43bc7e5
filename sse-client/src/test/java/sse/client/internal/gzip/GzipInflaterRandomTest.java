package sse.client.internal.gzip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Compares the inflater with the JDK's on valid and on damaged input. Prints its seed. */
class GzipInflaterRandomTest {
    private static final int ROUNDS = 2000;

    private final long seed = Long.getLong("sse.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void agreesWithTheJdk() throws IOException {
        System.out.println("sse.test.seed=" + seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = content();
            byte[] bytes = gzip(content);
            assertThat(inflate(bytes)).as("round %d", round).hasValue(content);
        }
    }

    @Test
    void neverInventsContentFromDamage() throws IOException {
        System.out.println("sse.test.seed=" + seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = gzip(content());
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Optional<byte[]> ours = inflate(bytes);
            Optional<byte[]> theirs = inflateByTheJdk(bytes);

            // The header has parts that no checksum covers.
            if (ours.isPresent() && theirs.isPresent()) {
                assertThat(ours).as("round %d", round).hasValue(theirs.get());
            } else {
                assertThat(ours.isPresent() && bytes[3] == 0)
                        .as("round %d", round)
                        .isFalse();
            }
        }
    }

    private byte[] content() {
        byte[] content = new byte[random.nextInt(500)];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ('a' + random.nextInt(random.nextBoolean() ? 2 : 200));
        }
        return content;
    }

    private byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes, 512, true)) {
            int flushAt = random.nextInt(content.length + 1);
            out.write(content, 0, flushAt);
            if (random.nextBoolean()) {
                out.flush();
            }
            out.write(content, flushAt, content.length - flushAt);
        }
        return bytes.toByteArray();
    }

    /** Returns the content, in chunks of random sizes; empty if it is rejected or incomplete. */
    private Optional<byte[]> inflate(byte[] bytes) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (GzipInflater gzip = new GzipInflater()) {
            int from = 0;
            while (from < bytes.length) {
                int length = Math.min(1 + random.nextInt(50), bytes.length - from);
                ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
                ByteBuffer out;
                do {
                    out = ByteBuffer.allocate(1 + random.nextInt(50));
                    gzip.inflate(in, out);
                    content.write(out.array(), 0, out.position());
                } while (!out.hasRemaining() || in.hasRemaining());
                from += length;
            }
            return gzip.isComplete() ? Optional.of(content.toByteArray()) : Optional.empty();
        } catch (IOException rejected) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> inflateByTheJdk(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return Optional.of(in.readAllBytes());
        } catch (IOException rejected) {
            return Optional.empty();
        }
    }
}
