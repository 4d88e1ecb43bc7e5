package sse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import sse.api.spi.history.History;

/** The contract holds for a history that is stored in a file, with every operation of the fixture. */
class FileHistoryTest extends HistoryContract {
    @Override
    protected HistoryFixture fixture() {
        return new FileHistoryFixture();
    }

    static class FileHistoryFixture implements HistoryFixture {
        private final Path directory;
        private long clockMillis = 1_000_000_000;

        FileHistoryFixture() {
            try {
                directory = Files.createTempDirectory("sse-history");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public FileHistory open() throws IOException {
            return open(directory);
        }

        FileHistory open(Path in) throws IOException {
            return new FileHistory(in, this::millis);
        }

        long millis() {
            return clockMillis;
        }

        @Override
        public void kill(History history) throws IOException {
            ((FileHistory) history).kill();
        }

        @Override
        public void killAndLose(History history, int lost) throws Exception {
            // A batch is a record: the entries before it are written as one.
            throw new UnsupportedOperationException("killAndLose");
        }

        @Override
        public void trim(History history, int retained) throws IOException {
            ((FileHistory) history).retain(retained);
        }

        @Override
        public void setClockBack(Duration time) {
            clockMillis -= time.toMillis();
        }

        @Override
        public void failNextAppend(History history) {
            throw new UnsupportedOperationException("failNextAppend");
        }

        @Override
        public void dropOlderThan(History history, Duration age) throws IOException {
            ((FileHistory) history).dropOlderThan(age);
        }

        @Override
        public void limitSpace(History history, long bytes) {
            ((FileHistory) history).limitSpace(bytes);
        }

        @Override
        public long storedBytes() throws IOException {
            return Files.size(FileHistory.file(directory));
        }

        @Override
        public void truncate(long bytes) throws IOException {
            try (FileChannel file = FileChannel.open(FileHistory.file(directory), StandardOpenOption.WRITE)) {
                file.truncate(bytes);
            }
        }

        @Override
        public void flipBit(long position, int bit) throws IOException {
            try (FileChannel file =
                    FileChannel.open(FileHistory.file(directory), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
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
}
