package sse.api.internal.history;

import java.util.List;
import java.util.function.Function;
import sse.api.internal.access.FrameAccess;
import sse.api.spi.Frame;

/**
 * The frames of a log to which nothing is appended any more, in one array: one or two bytes an event besides its bytes,
 * in place of some 144. Entries are made anew each time that they are read. Immutable.
 *
 * <pre>
 *   bytes    length frame length frame … length frame      a length has 7 bits a byte, the lowest first
 *   offsets  0 ....................... of every 32nd frame
 * </pre>
 */
final class FrameArchive implements Entries {
    private static final Function<byte[], Frame> FRAMES = FrameAccess.get(Frame.class);
    private static final int FRAMES_PER_OFFSET = 32;

    /** What is read at a time: about as much as a lane writes at a time. */
    private static final int MOST_READ_BYTES = 64 * 1024;

    private static final int MOST_LENGTH_BYTES = 5;
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

    private final Sequence sequence;
    private final long first;
    private final long end;
    private final byte[] bytes;
    private final int[] offsets;

    private FrameArchive(Sequence sequence, List<LogEntry> entries, int length) {
        this.sequence = sequence;
        first = entries.isEmpty() ? 0 : entries.get(0).position();
        end = first + entries.size();
        bytes = new byte[length];
        offsets = new int[(entries.size() + FRAMES_PER_OFFSET - 1) / FRAMES_PER_OFFSET];
        int at = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (i % FRAMES_PER_OFFSET == 0) {
                offsets[i / FRAMES_PER_OFFSET] = at;
            }
            at = put(entries.get(i).frame(), at);
        }
    }

    /** Returns true if entries fit into an array. */
    static boolean fits(List<LogEntry> entries) {
        return entries.stream()
                        .mapToLong(entry -> entry.frame().size() + MOST_LENGTH_BYTES)
                        .sum()
                <= MOST_BYTES;
    }

    /** Copies the frames of entries that follow one another, and whose ids a sequence has given. */
    static FrameArchive of(Sequence sequence, List<LogEntry> entries) {
        int length = 0;
        for (LogEntry entry : entries) {
            length += lengthBytes(entry.frame().size()) + entry.frame().size();
        }
        return new FrameArchive(sequence, entries, length);
    }

    private static int lengthBytes(int length) {
        int count = 1;
        for (int rest = length >>> 7; rest > 0; rest >>>= 7) {
            count++;
        }
        return count;
    }

    private int put(Frame frame, int offset) {
        int at = offset;
        int rest = frame.size();
        while (rest > 0x7F) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        frame.asByteBuffer().get(bytes, at, frame.size());
        return at + frame.size();
    }

    /** Returns the size of the arrays. */
    long size() {
        return bytes.length + (long) offsets.length * Integer.BYTES;
    }

    @Override
    public int read(long from, LogEntry[] into) {
        if (from < first || from >= end) {
            return 0;
        }
        Cursor cursor = new Cursor(from - first);
        int count = (int) Math.min(into.length, end - from);
        int read = 0;
        while (read < count && cursor.readBytes <= MOST_READ_BYTES) {
            long number = from + read + 1;
            into[read] = new LogEntry(from + read, number, sequence.idOf(number), cursor.next());
            read++;
        }
        return read;
    }

    /** Reads frames one after another. */
    private final class Cursor {
        private int at;
        private int readBytes;

        /** Starts at a frame. */
        Cursor(long index) {
            at = offsets[(int) (index / FRAMES_PER_OFFSET)];
            for (long i = index % FRAMES_PER_OFFSET; i > 0; i--) {
                int length = length();
                at += length;
            }
        }

        private int length() {
            int length = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                length |= (next & 0x7F) << shift;
                if (next >= 0) {
                    return length;
                }
            }
        }

        Frame next() {
            byte[] frame = new byte[length()];
            System.arraycopy(bytes, at, frame, 0, frame.length);
            at += frame.length;
            readBytes += frame.length;
            return FRAMES.apply(frame);
        }
    }
}
