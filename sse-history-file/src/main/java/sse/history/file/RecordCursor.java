package sse.history.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;

/** Reads the records of a segment, one after the other. For use by one thread. */
final class RecordCursor {
    /** What is at the next position. */
    enum Step {
        RECORD,
        END,

        /** Bytes that are no record, or not the expected one. */
        DAMAGE
    }

    private final FileChannel channel;
    private final long end;
    private final CRC32C checksum = new CRC32C();
    private ByteBuffer buffer;
    private long bufferOffset;
    private int at;
    private int size;

    /** Creates a cursor that reads from an offset to another one, where a record ends. */
    RecordCursor(FileChannel channel, long offset, long end, int bufferBytes) {
        this.channel = channel;
        this.bufferOffset = offset;
        this.end = end;
        this.buffer = ByteBuffer.allocate(bufferBytes).limit(0);
    }

    /** Goes to the next record, which must have a number. */
    Step next(long number) throws IOException {
        at += size;
        size = 0;
        long remaining = end - offset();
        if (remaining == 0) {
            return Step.END;
        }
        if (remaining < RecordFormat.TOPIC_AT) {
            return Step.DAMAGE;
        }
        ensure(RecordFormat.TOPIC_AT);
        int length = buffer.getInt(at);
        if (length < RecordFormat.TOPIC_AT - RecordFormat.PRELUDE
                || length > remaining - RecordFormat.PRELUDE
                || buffer.getLong(at + RecordFormat.NUMBER_AT) != number) {
            return Step.DAMAGE;
        }
        ensure(RecordFormat.PRELUDE + length);
        if (!isWhole(length)) {
            return Step.DAMAGE;
        }
        size = RecordFormat.PRELUDE + length;
        return Step.RECORD;
    }

    private boolean isWhole(int length) {
        checksum.reset();
        checksum.update(buffer.array(), at, RecordFormat.CHECKSUM_AT);
        checksum.update(buffer.array(), at + RecordFormat.PRELUDE, length);
        return (int) checksum.getValue() == buffer.getInt(at + RecordFormat.CHECKSUM_AT)
                && RecordFormat.TOPIC_AT + topicLength() <= RecordFormat.PRELUDE + length
                && following() >= 0;
    }

    /** Has bytes of the present record in the buffer. */
    private void ensure(int bytes) throws IOException {
        if (buffer.limit() - at >= bytes) {
            return;
        }
        bufferOffset += at;
        buffer.position(at);
        buffer = bytes > buffer.capacity()
                ? ByteBuffer.allocate(Math.max(bytes, buffer.capacity())).put(buffer)
                : buffer.compact();
        at = 0;
        long wanted = Math.min(buffer.capacity(), end - bufferOffset);
        buffer.limit((int) wanted);
        while (buffer.position() < bytes) {
            if (channel.read(buffer, bufferOffset + buffer.position()) < 0) {
                throw new EOFException(
                        "segment must have " + end + " bytes: it ends at " + (bufferOffset + buffer.position()));
            }
        }
        buffer.limit(buffer.position());
    }

    /** Returns where the present record begins; without one, where it would. */
    long offset() {
        return bufferOffset + at;
    }

    /** Returns where the present record ends. */
    long endOffset() {
        return offset() + size;
    }

    long millis() {
        return buffer.getLong(at + RecordFormat.TIME_AT);
    }

    /** Returns how many records of the same batch follow. */
    int following() {
        return buffer.getInt(at + RecordFormat.FOLLOWING_AT);
    }

    private int topicLength() {
        return buffer.getShort(at + RecordFormat.TOPIC_LENGTH_AT) & RecordFormat.MAX_TOPIC_BYTES;
    }

    int frameSize() {
        return size - RecordFormat.TOPIC_AT - topicLength();
    }

    /** Returns the entry of the present record. */
    LogEntry entry(EntryId id) {
        int topicAt = at + RecordFormat.TOPIC_AT;
        int frameAt = topicAt + topicLength();
        String topic = new String(buffer.array(), topicAt, topicLength(), StandardCharsets.UTF_8);
        return LogEntry.ofFrame(id, topic, ByteBuffer.wrap(buffer.array(), frameAt, frameSize()));
    }
}
