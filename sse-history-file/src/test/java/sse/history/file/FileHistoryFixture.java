package sse.history.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import sse.api.spi.history.History;
import sse.testkit.HistoryFixture;

/** The access of the contract to a directory of its own. */
final class FileHistoryFixture implements HistoryFixture {
    /** Where a force takes no time: the tests of damage open a history hundreds of times. */
    private static final Path MEMORY = Path.of("/dev/shm");

    final LimitedFile.Faults faults = new LimitedFile.Faults();
    private final Path directory;
    private final UnaryOperator<FileHistory.Builder> settings;
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    FileHistoryFixture(UnaryOperator<FileHistory.Builder> settings) {
        this.settings = settings;
        try {
            directory = Files.isDirectory(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "sse-history")
                    : Files.createTempDirectory("sse-history");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public FileHistory open() throws IOException {
        return settings.apply(FileHistory.builder(directory).clock(() -> now).opener(faults::open))
                .open();
    }

    private static OpenDirectory files(History history) {
        return ((FileHistory) history).files();
    }

    @Override
    public void kill(History history) {
        files(history).kill();
    }

    /** Removes the newest records. Those that remain become batches of their own. */
    @Override
    public void killAndLose(History history, int lost) throws IOException {
        files(history).kill();
        Path newest = segments().get(segments().size() - 1);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(newest));
        List<Integer> starts = new ArrayList<>();
        for (int at = SegmentHeader.BYTES; at < bytes.limit(); at += RecordFormat.PRELUDE + bytes.getInt(at)) {
            starts.add(at);
        }
        if (starts.size() <= lost) {
            throw new UnsupportedOperationException("killAndLose beyond the newest segment");
        }
        int last = starts.get(starts.size() - lost - 1);
        int end = last + RecordFormat.PRELUDE + bytes.getInt(last);
        for (int start : starts.subList(0, starts.size() - lost)) {
            endBatch(bytes, start);
        }
        try (FileChannel file =
                FileChannel.open(newest, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            file.write(bytes.limit(end));
        }
    }

    /** Makes a record the last one of its batch. */
    private static void endBatch(ByteBuffer bytes, int at) {
        bytes.putInt(at + RecordFormat.FOLLOWING_AT, 0);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.array(), at, RecordFormat.CHECKSUM_AT);
        checksum.update(bytes.array(), at + RecordFormat.PRELUDE, bytes.getInt(at));
        bytes.putInt(at + RecordFormat.CHECKSUM_AT, (int) checksum.getValue());
    }

    @Override
    public void trim(History history, int retained) throws IOException {
        files(history).trim(retained);
    }

    @Override
    public void setClockBack(Duration time) {
        now = now.minus(time);
    }

    @Override
    public void failNextAppend(History history) {
        // Until the append has failed, nothing else is written.
        limitSpace(history, 0);
    }

    @Override
    public void dropOlderThan(History history, Duration age) throws IOException {
        files(history).dropOlderThan(age);
    }

    @Override
    public void limitSpace(History history, long bytes) {
        faults.space.set(bytes);
    }

    /** Returns the segments' files, the oldest first. */
    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public long storedBytes() throws IOException {
        long bytes = 0;
        for (Path segment : segments()) {
            bytes += Files.size(segment);
        }
        return bytes;
    }

    @Override
    public void truncate(long bytes) throws IOException {
        long before = 0;
        for (Path segment : segments()) {
            long size = Files.size(segment);
            try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                file.truncate(Math.max(0, bytes - before));
            }
            before += size;
        }
    }

    @Override
    public void flipBit(long position, int bit) throws IOException {
        long before = 0;
        for (Path segment : segments()) {
            long size = Files.size(segment);
            if (position >= before && position < before + size) {
                flipBit(segment, position - before, bit);
            }
            before += size;
        }
    }

    static void flipBit(Path path, long position, int bit) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer flipped = ByteBuffer.allocate(1);
            file.read(flipped, position);
            flipped.put(0, (byte) (flipped.get(0) ^ (1 << bit))).flip();
            file.write(flipped, position);
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(directory)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : files) {
            Files.delete(each);
        }
    }
}
