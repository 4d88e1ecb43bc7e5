package sse.benchmarks.load.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The data of an event under load: 16 digits of sequence, a space, 19 digits of {@link System#nanoTime} and as many
 * {@code x} as are wanted. On one host the time can be compared between processes where it is the system's monotonic
 * clock, as on Linux. For use by one thread.
 */
public final class Payload {
    /** How many digits the sequence has. */
    public static final int SEQUENCE_DIGITS = 16;

    /** How many digits the time has. */
    public static final int TIME_DIGITS = 19;

    /** The shortest payload: both numbers and the space between them. */
    public static final int MIN_BYTES = SEQUENCE_DIGITS + 1 + TIME_DIGITS;

    private final byte[] text;

    /**
     * Makes payloads of one size.
     *
     * @param bytes how many bytes of data
     * @throws IllegalArgumentException if the numbers do not fit
     */
    public Payload(int bytes) {
        if (bytes < MIN_BYTES) {
            throw new IllegalArgumentException("payload must be at least " + MIN_BYTES + " bytes: " + bytes);
        }
        text = new byte[bytes];
        Arrays.fill(text, (byte) 'x');
        text[SEQUENCE_DIGITS] = ' ';
    }

    /**
     * Returns the data of one event.
     *
     * @param sequence its number, not negative
     * @param nanos its time, not negative
     */
    public String of(long sequence, long nanos) {
        writeDigits(text, sequence, 0, SEQUENCE_DIGITS);
        writeDigits(text, nanos, SEQUENCE_DIGITS + 1, TIME_DIGITS);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /**
     * Writes another sequence into the data of an event.
     *
     * @param data the data, in ASCII
     * @param sequence its number, not negative
     */
    public static void writeSequence(byte[] data, long sequence) {
        writeDigits(data, sequence, 0, SEQUENCE_DIGITS);
    }

    private static void writeDigits(byte[] text, long value, int at, int digits) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
