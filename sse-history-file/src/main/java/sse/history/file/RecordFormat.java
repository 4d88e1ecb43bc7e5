package sse.history.file;

/**
 * The bytes of an entry in a segment.
 *
 * <pre>
 *   0   length     4 bytes, of what follows the checksum
 *   4   checksum   CRC32C of the length, and of what follows
 *   8   number     8 bytes, in the term
 *   16  time       8 bytes, milliseconds since 1970; never less than that of the entry before
 *   24  following  4 bytes: how many entries of the same batch follow
 *   28  topic      2 bytes of length, UTF-8
 *       frame      as on the wire, with the id
 * </pre>
 *
 * <p>A batch is complete when the record of its last entry is: a part of a batch is never read.
 */
final class RecordFormat {
    /** What is before the part that the length counts. */
    static final int PRELUDE = 8;

    static final int CHECKSUM_AT = 4;
    static final int NUMBER_AT = 8;
    static final int TIME_AT = 16;
    static final int FOLLOWING_AT = 24;
    static final int TOPIC_LENGTH_AT = 28;
    static final int TOPIC_AT = 30;
    static final int MAX_TOPIC_BYTES = 0xffff;

    /** What the line of an id takes at most in a frame: field, name, two numbers of 18 digits, line feed. */
    static final int MAX_ID_LINE = 4 + SegmentHeader.NAME_LENGTH + 1 + 18 + 1 + 18 + 1;

    private RecordFormat() {}
}
