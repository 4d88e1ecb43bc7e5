package sse.redis;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Faults of processes that are started with the {@linkplain #environment environment}: their clock, and how long they
 * take to force something to the disk. A library in C, which is compiled here and preloaded into them.
 */
final class ProcessFaults implements AutoCloseable {
    private static final int FORCE_AT = 8;
    private static final int BYTES = 16;

    private final Path directory;
    private final FileChannel file;

    private ProcessFaults(Path directory, FileChannel file) {
        this.directory = directory;
        this.file = file;
    }

    /** Returns true if there is a C compiler. */
    static boolean areAvailable() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "cc")));
    }

    /** Compiles the library, or aborts the test if there is no C compiler. */
    static ProcessFaults create() {
        Assumptions.assumeTrue(areAvailable(), "cc must be on the path: apt-get install gcc libc6-dev");
        try {
            Path directory = Files.createTempDirectory("faults");
            try (InputStream source = ProcessFaults.class.getResourceAsStream("faults.c")) {
                Files.copy(source, directory.resolve("faults.c"));
            }
            Process compiler = new ProcessBuilder("cc", "-O1", "-shared", "-fPIC", "-o", "faults.so", "faults.c")
                    .directory(directory.toFile())
                    .inheritIO()
                    .start();
            if (compiler.waitFor() != 0) {
                throw new IllegalStateException("faults.c must compile");
            }
            ProcessFaults faults = new ProcessFaults(
                    directory,
                    FileChannel.open(directory.resolve("faults"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            faults.write(0, 0);
            faults.write(FORCE_AT, 0);
            return faults;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Returns the variables with which a process has these faults. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", directory.resolve("faults.so").toString(),
                "FAULTS_FILE", directory.resolve("faults").toString());
    }

    /** Sets the clocks back; zero is the clock of the machine. */
    void setClockBack(Duration time) throws IOException {
        write(0, time.toSeconds());
    }

    /** Sets how long it takes to force something to the disk, in addition. */
    void delayForces(Duration time) throws IOException {
        write(FORCE_AT, time.toMillis());
    }

    private void write(int at, long value) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES - FORCE_AT).order(ByteOrder.nativeOrder());
        file.write(bytes.putLong(0, value), at);
    }

    @Override
    public void close() throws IOException {
        file.close();
        for (String name : new String[] {"faults", "faults.so", "faults.c"}) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
    }
}
