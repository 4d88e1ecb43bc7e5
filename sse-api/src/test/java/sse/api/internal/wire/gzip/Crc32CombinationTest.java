package sse.api.internal.wire.gzip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class Crc32CombinationTest {
    private static final long ORDER = (1L << 32) - 1;

    private final Random random = new Random(20);

    @Test
    void combinesPartsOfAnyLength() {
        for (int length : new int[] {0, 1, 2, 7, 180, 4_096, 100_000}) {
            byte[] text = new byte[length];
            random.nextBytes(text);
            for (int i = 0; i < 20; i++) {
                int split = random.nextInt(length + 1);
                int first = crc(Arrays.copyOf(text, split));
                int second = crc(Arrays.copyOfRange(text, split, length));

                assertThat(Crc32Combination.combine(first, second, length - split))
                        .as("split at %d of %d", split, length)
                        .isEqualTo(crc(text));
            }
        }
    }

    @Test
    void removesWhatItHasAppended() {
        for (long bytes : new long[] {0, 1, 180, 1L << 29, (1L << 32) - 2, ORDER, 1L << 32, 1L << 40}) {
            int crc = random.nextInt();
            int appended = Crc32Combination.multiply(Crc32Combination.factor(bytes), crc);

            assertThat(Crc32Combination.multiply(Crc32Combination.factor(-bytes), appended))
                    .as("%d bytes", bytes)
                    .isEqualTo(crc);
        }
    }

    @Test
    void appendsLongTextsInSteps() {
        for (int i = 0; i < 100; i++) {
            long first = random.nextLong(1L << 40);
            long second = random.nextLong(1L << 40);

            assertThat(Crc32Combination.factor(first + second))
                    .isEqualTo(
                            Crc32Combination.multiply(Crc32Combination.factor(first), Crc32Combination.factor(second)));
        }
    }

    @Test
    void repeatsAfterTheOrderOfTheModulus() {
        assertThat(Crc32Combination.factor(ORDER)).isEqualTo(Crc32Combination.factor(0));
        assertThat(Crc32Combination.factor(ORDER / 3)).isNotEqualTo(Crc32Combination.factor(0));
    }

    @Test
    void multipliesByZeroAndOne() {
        int any = random.nextInt();

        assertThat(Crc32Combination.multiply(0, any)).isZero();
        assertThat(Crc32Combination.multiply(any, 0)).isZero();
        assertThat(Crc32Combination.multiply(1 << 31, any)).isEqualTo(any);
        assertThat(Crc32Combination.multiply(any, 1 << 31)).isEqualTo(any);
    }

    private static int crc(byte[] text) {
        CRC32 crc = new CRC32();
        crc.update(text);
        return (int) crc.getValue();
    }
}
