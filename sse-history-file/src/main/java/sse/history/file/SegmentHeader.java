package sse.history.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import sse.api.spi.history.EntryId;

/**
 * The first bytes of a segment.
 *
 * <pre>
 *   0   magic      8 bytes, "SSEHIST1"
 *   8   log        8 bytes, ASCII
 *   16  term       of all its entries
 *   24  first      the number of its first entry
 *   32  ordinal    how many entries the log had before
 *   40  previous   term and number of the entry before its first
 *   56  0          4 bytes
 *   60  checksum   CRC32C of what is before
 * </pre>
 *
 * @param log the name of the log
 * @param term the term of the segment's entries
 * @param first the number of its first entry
 * @param ordinal how many entries the log had before it, of all terms
 * @param previous the id of the entry before its first; the origin if there was none
 */
record SegmentHeader(String log, long term, long first, long ordinal, EntryId previous) {
    static final int BYTES = 64;
    static final int NAME_LENGTH = 8;
    private static final Pattern FILE_NAME = Pattern.compile("(\\d{6,18})-(\\d{12,18})\\.log");
    private static final byte[] MAGIC = "SSEHIST1".getBytes(StandardCharsets.US_ASCII);

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.put(MAGIC).put(log.getBytes(StandardCharsets.US_ASCII));
        bytes.putLong(term).putLong(first).putLong(ordinal);
        bytes.putLong(previous.term()).putLong(previous.number());
        bytes.putInt(0).putInt(checksum(bytes.array()));
        return bytes.array();
    }

    /** Reads a header, or returns empty if the bytes are none. */
    static Optional<SegmentHeader> decode(byte[] bytes) {
        if (bytes.length < BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        byte[] name = new byte[NAME_LENGTH];
        buffer.get(magic).get(name);
        if (!Arrays.equals(magic, MAGIC) || buffer.getInt(BYTES - 4) != checksum(bytes)) {
            return Optional.empty();
        }
        String log = new String(name, StandardCharsets.US_ASCII);
        long term = buffer.getLong();
        long first = buffer.getLong();
        long ordinal = buffer.getLong();
        return Optional.of(
                new SegmentHeader(log, term, first, ordinal, EntryId.of(log, buffer.getLong(), buffer.getLong())));
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, BYTES - 4);
        return (int) checksum.getValue();
    }

    /** Returns the numbers in a file's name: a term, and the first number; or empty if it is no segment's. */
    static Optional<long[]> numbersOf(String fileName) {
        Matcher name = FILE_NAME.matcher(fileName);
        return name.matches()
                ? Optional.of(new long[] {Long.parseLong(name.group(1)), Long.parseLong(name.group(2))})
                : Optional.empty();
    }

    /** Returns the name of the segment's file. */
    String fileName() {
        return String.format("%06d-%012d.log", term, first);
    }
}
