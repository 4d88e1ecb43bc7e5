package sse.history.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The file of the segment that is written. For use by one thread at a time.
 *
 * <p>A {@link RandomAccessFile}, because the interruption of a thread that writes to a
 * {@link java.nio.channels.FileChannel} closes it, and publishers are threads of the user.
 */
class SegmentFile {
    private final RandomAccessFile file;
    private long position = -1; // Where the next write goes without a seek, or -1.

    private SegmentFile(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens segments' files. */
    interface Opener {
        /** Opens the file of a path, which is created if there is none. */
        SegmentFile open(Path path) throws IOException;
    }

    /** Creates a file that passes everything on. For tests, which override what is to fail. */
    SegmentFile(SegmentFile wrapped) {
        this(wrapped.file);
    }

    static SegmentFile open(Path path) throws IOException {
        return new SegmentFile(new RandomAccessFile(path.toFile(), "rw"));
    }

    /** Writes bytes at a position. If that fails, any part of them may have been written. */
    void write(long position, byte[] bytes, int length) throws IOException {
        if (position != this.position) {
            file.seek(position);
        }
        this.position = -1;
        file.write(bytes, 0, length);
        this.position = position + length;
    }

    void truncate(long length) throws IOException {
        position = -1;
        file.setLength(length);
    }

    void force() throws IOException {
        file.getFD().sync();
    }

    void close() throws IOException {
        file.close();
    }
}
