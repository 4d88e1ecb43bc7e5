package sse.history.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A segment's file that has a limit of space, and may fail as a disk does. What it accepts is written. */
final class LimitedFile extends SegmentFile {
    private final Faults faults;

    private LimitedFile(SegmentFile file, Faults faults) {
        super(file);
        this.faults = faults;
    }

    /** What fails. Shared by the files of a history. */
    static final class Faults {
        final AtomicLong space = new AtomicLong(Long.MAX_VALUE);
        final AtomicLong forces = new AtomicLong();
        final AtomicBoolean failsForce = new AtomicBoolean();
        final AtomicBoolean failsTruncate = new AtomicBoolean();

        SegmentFile open(Path path) throws IOException {
            return new LimitedFile(SegmentFile.open(path), this);
        }
    }

    @Override
    void write(long position, byte[] bytes, int length) throws IOException {
        int accepted = (int) Math.min(length, faults.space.get());
        super.write(position, bytes, accepted);
        if (accepted < length) {
            throw new IOException("No space left on device");
        }
        faults.space.addAndGet(-length);
    }

    @Override
    void truncate(long length) throws IOException {
        if (faults.failsTruncate.get()) {
            throw new IOException("Input/output error");
        }
        super.truncate(length);
    }

    @Override
    void force() throws IOException {
        faults.forces.incrementAndGet();
        if (faults.failsForce.get()) {
            throw new IOException("Input/output error");
        }
        super.force();
    }
}
