package sse.benchmarks.load.server;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * The data of an event under load: 16 digits of sequence, a space, 19 digits of {@link System#nanoTime} and as much
 * text as is wanted, whose numbers are others in each event: a price in JSON, or, from 150 bytes on, rows of a table in
 * HTML. So it can be compressed as well as real events can. On one host the time can be compared between processes
 * where it is the system's monotonic clock, as on Linux. For use by one thread.
 */
public final class Payload {
    /** How many digits the sequence has. */
    public static final int SEQUENCE_DIGITS = 16;

    /** How many digits the time has. */
    public static final int TIME_DIGITS = 19;

    /** The shortest payload: both numbers and the space between them. */
    public static final int MIN_BYTES = SEQUENCE_DIGITS + 1 + TIME_DIGITS;

    /** More would cost the publisher time, of a large event. */
    private static final int MOST_DIGITS = 64;

    private static final int MIN_HTML_BYTES = 150;
    private static final String JSON =
            ",{\"symbol\":\"ACME\",\"bid\":0000.00,\"ask\":0000.00,\"volume\":000000,\"venue\":\"X\"}";
    private static final String HTML = "<tr id=\"row-00\"><td class=\"symbol\">ACME</td>"
            + "<td class=\"bid up\">0000.00</td><td class=\"ask up\">0000.00</td>"
            + "<td class=\"volume\">000000</td><td class=\"venue\">X</td></tr>";

    private final byte[] text;
    private final int[] digits;
    private long random = 1;

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
        String pattern = bytes < MIN_HTML_BYTES ? JSON : HTML;
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) pattern.charAt(Math.floorMod(i - MIN_BYTES, pattern.length()));
        }
        text[SEQUENCE_DIGITS] = ' ';
        digits = IntStream.range(MIN_BYTES, bytes)
                .filter(at -> text[at] == '0')
                .limit(MOST_DIGITS)
                .toArray();
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
        for (int at : digits) {
            random = random * 6364136223846793005L + 1442695040888963407L;
            text[at] = (byte) ('0' + (random >>> 33) % 10);
        }
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
