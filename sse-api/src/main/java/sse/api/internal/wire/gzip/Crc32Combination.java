package sse.api.internal.wire.gzip;

/**
 * The arithmetic that computes the CRC-32 of a text from those of its parts, without the text.
 *
 * <p>A CRC is a polynomial over the field of two elements, modulo one of degree 32. To append {@code n} bytes
 * multiplies it by {@code x^(8n)}; so the CRC of a text {@code ab} is {@code a * x^(8n) + b}, where {@code n} is the
 * length of {@code b}, and addition is exclusive or. The modulus is primitive: the powers of {@code x} repeat after
 * 2^32 - 1, so that those with a negative exponent exist, too. As in zlib's {@code crc32_combine}, the most significant
 * bit of an {@code int} is the coefficient of {@code x^0}.
 */
final class Crc32Combination {
    private static final int MODULUS = 0xEDB88320;
    private static final int ONE = 1 << 31;
    private static final int X = 1 << 30;

    /** How many powers of {@code x} there are. */
    private static final long ORDER = (1L << 32) - 1;

    /** {@code x^(2^i)} at index i. */
    private static final int[] SQUARES = new int[Integer.SIZE];

    static {
        SQUARES[0] = X;
        for (int i = 1; i < SQUARES.length; i++) {
            SQUARES[i] = multiply(SQUARES[i - 1], SQUARES[i - 1]);
        }
    }

    private Crc32Combination() {}

    /** Returns the product of two polynomials. */
    static int multiply(int a, int b) {
        int product = 0;
        int multiple = b;
        for (int rest = a; rest != 0; rest <<= 1) {
            product ^= multiple & (rest >> 31);
            multiple = (multiple >>> 1) ^ (MODULUS & -(multiple & 1));
        }
        return product;
    }

    /**
     * Returns the factor that appends bytes to a CRC.
     *
     * @param bytes how many; negative to remove them
     */
    static int factor(long bytes) {
        long exponent = Math.floorMod(Math.floorMod(bytes, ORDER) * 8, ORDER);
        int power = ONE;
        for (int i = 0; exponent != 0; i++) {
            if ((exponent & 1) != 0) {
                power = multiply(SQUARES[i], power);
            }
            exponent >>>= 1;
        }
        return power;
    }

    /** Returns the CRC of a text and the one behind it. */
    static int combine(int first, int second, long secondBytes) {
        return multiply(factor(secondBytes), first) ^ second;
    }
}
