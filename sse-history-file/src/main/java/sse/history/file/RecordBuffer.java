package sse.history.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import sse.api.spi.Frame;
import sse.api.spi.history.LogEntry;

/** The records that are written at once. Confined to the thread that writes. */
final class RecordBuffer {
    private static final int RETAINED_BYTES = 1 << 20;

    private final CRC32C checksum = new CRC32C();
    private ByteBuffer bytes = ByteBuffer.allocate(16 * 1024);

    /** Removes all records. */
    void clear() {
        if (bytes.capacity() > RETAINED_BYTES) {
            bytes = ByteBuffer.allocate(RETAINED_BYTES);
        }
        bytes.clear();
    }

    /** Adds an entry that is followed by some of its batch. */
    void add(LogEntry entry, long millis, int following) {
        byte[] topic = entry.topic().getBytes(StandardCharsets.UTF_8);
        Frame frame = entry.frame();
        int size = RecordFormat.TOPIC_AT + topic.length + frame.size();
        reserve(size);
        int at = bytes.position();
        bytes.putInt(size - RecordFormat.PRELUDE).putInt(0);
        bytes.putLong(entry.id().number()).putLong(millis);
        bytes.putInt(following).putShort((short) topic.length);
        bytes.put(topic);
        frame.copyTo(bytes);
        bytes.putInt(at + RecordFormat.CHECKSUM_AT, checksum(bytes.array(), at, size));
    }

    private int checksum(byte[] array, int at, int size) {
        checksum.reset();
        checksum.update(array, at, RecordFormat.CHECKSUM_AT);
        checksum.update(array, at + RecordFormat.PRELUDE, size - RecordFormat.PRELUDE);
        return (int) checksum.getValue();
    }

    private void reserve(int size) {
        if (bytes.remaining() < size) {
            int capacity = Math.max(2 * bytes.capacity(), bytes.position() + size);
            bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
        }
    }

    byte[] array() {
        return bytes.array();
    }

    int size() {
        return bytes.position();
    }
}
