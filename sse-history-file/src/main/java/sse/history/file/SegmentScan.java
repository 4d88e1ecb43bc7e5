package sse.history.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a segment's file was found to have when it was opened. Immutable.
 *
 * @param segment the segment with its complete batches; empty if it has neither a header nor a batch
 * @param problem what is wrong with the header
 * @param damagedBytes the number of bytes behind the last complete batch
 * @param hasRecordBehind true if one of the bytes behind the damage begins an entry
 */
record SegmentScan(Optional<Segment> segment, Problem problem, long damagedBytes, boolean hasRecordBehind) {
    /** What is wrong with a header. */
    enum Problem {
        NONE,

        /** It is damaged; but what it had is known, and a batch follows. */
        HEADER_LOST,

        /** It is of a segment that does not continue the entries before it. */
        NO_CONTINUATION
    }

    private static final int BUFFER_BYTES = 256 * 1024;

    /** Reads the file of a segment that is to continue a log. */
    static SegmentScan run(Path path, FileChannel file, LogState state) throws IOException {
        byte[] bytes = new byte[SegmentHeader.BYTES];
        readFully(file, 0, ByteBuffer.wrap(bytes));
        Optional<SegmentHeader> header = SegmentHeader.decode(bytes);
        Optional<SegmentHeader> known = header.or(() -> SegmentHeader.numbersOf(String.valueOf(path.getFileName()))
                .flatMap(numbers -> state.headerOf(numbers[0], numbers[1])));
        if (known.isEmpty() || !state.isContinuedBy(known.get())) {
            return new SegmentScan(Optional.empty(), Problem.NO_CONTINUATION, file.size(), true);
        }
        if (file.size() < SegmentHeader.BYTES) {
            return new SegmentScan(Optional.empty(), Problem.NONE, file.size(), false);
        }
        Segment segment = new Segment(path, known.get());
        boolean hasRecord = readBatches(file, segment);
        if (header.isEmpty() && segment.isEmpty()) {
            return new SegmentScan(Optional.empty(), Problem.NONE, file.size(), hasRecord);
        }
        Problem problem = header.isEmpty() ? Problem.HEADER_LOST : Problem.NONE;
        return new SegmentScan(Optional.of(segment), problem, file.size() - segment.end(), hasRecord);
    }

    /** Reads complete batches up to the first damage, and returns true if that has a record behind it. */
    private static boolean readBatches(FileChannel file, Segment segment) throws IOException {
        RecordCursor record = new RecordCursor(file, SegmentHeader.BYTES, file.size(), BUFFER_BYTES);
        long number = segment.header().first();
        int inBatch = 0;
        int following = 0;
        RecordCursor.Step step = record.next(number);
        while (step == RecordCursor.Step.RECORD) {
            if (inBatch > 0 && record.following() != following - 1) {
                return true; // A record, but of another batch.
            }
            inBatch++;
            following = record.following();
            if (following == 0) {
                segment.add(inBatch, record.endOffset(), record.millis());
                inBatch = 0;
            }
            number++;
            step = record.next(number);
        }
        return step == RecordCursor.Step.DAMAGE
                && RecordSearch.of(file, record.offset() + 1, number).finds();
    }

    static void readFully(FileChannel file, long offset, ByteBuffer target) throws IOException {
        int read = 0;
        while (read >= 0 && target.hasRemaining()) {
            read = file.read(target, offset + target.position());
        }
    }
}
