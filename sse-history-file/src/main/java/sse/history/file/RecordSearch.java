package sse.history.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Looks for an entry behind damaged bytes, at every byte. A number that cannot be that of an entry there ends each
 * attempt but a few, so that a segment takes milliseconds. For use by one thread.
 */
final class RecordSearch {
    private final FileChannel file;
    private final ByteBuffer bytes;
    private final long offset;
    private final long minNumber;

    private RecordSearch(FileChannel file, ByteBuffer bytes, long offset, long minNumber) {
        this.file = file;
        this.bytes = bytes;
        this.offset = offset;
        this.minNumber = minNumber;
    }

    /** Creates a search from an offset on for an entry whose number is not less than one. */
    static RecordSearch of(FileChannel file, long offset, long minNumber) throws IOException {
        long size = Math.max(0, Math.min(file.size() - offset, Integer.MAX_VALUE - 8));
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        SegmentScan.readFully(file, offset, bytes);
        return new RecordSearch(file, bytes.flip(), offset, minNumber);
    }

    /** Returns true if there is one. */
    boolean finds() throws IOException {
        long maxNumber = minNumber + bytes.limit() / RecordFormat.TOPIC_AT;
        for (int at = 0; at <= bytes.limit() - RecordFormat.TOPIC_AT; at++) {
            long number = bytes.getLong(at + RecordFormat.NUMBER_AT);
            int length = bytes.getInt(at);
            if (number >= minNumber
                    && (number <= maxNumber || minNumber == 0)
                    && length >= RecordFormat.TOPIC_AT - RecordFormat.PRELUDE
                    && length <= bytes.limit() - at - RecordFormat.PRELUDE
                    && isRecord(at, number)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRecord(int at, long number) throws IOException {
        RecordCursor cursor = new RecordCursor(file, offset + at, offset + bytes.limit(), RecordFormat.TOPIC_AT);
        return cursor.next(number) == RecordCursor.Step.RECORD;
    }
}
