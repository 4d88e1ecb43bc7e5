package sse.history.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps a directory for one history, of this process and of all others. The file has the number of the process.
 *
 * <p>POSIX systems release a lock when the process closes <em>any</em> descriptor of the file, so within a process the
 * directories are compared before the file is opened. The locked byte is beyond the content, which others may read.
 */
final class DirectoryLock {
    private static final String FILE = "lock";
    private static final long LOCKED_BYTE = 1 << 30;
    private static final Set<Path> OF_PROCESS = new HashSet<>(); // Guarded by itself.

    private final Path directory;
    private final FileChannel file;

    private DirectoryLock(Path directory, FileChannel file) {
        this.directory = directory;
        this.file = file;
    }

    /** Locks a directory, by its real path. */
    static DirectoryLock acquire(Path directory) throws IOException {
        synchronized (OF_PROCESS) {
            if (!OF_PROCESS.add(directory)) {
                throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
            }
        }
        try {
            return new DirectoryLock(directory, lock(directory));
        } catch (IOException | RuntimeException | Error failure) {
            remove(directory);
            throw failure;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path path = directory.resolve(FILE);
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw inUse(directory, Files.readString(path, StandardCharsets.US_ASCII));
            }
            file.truncate(0);
            String pid = Long.toString(ProcessHandle.current().pid());
            file.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return file;
        } catch (IOException | RuntimeException | Error failure) {
            file.close();
            throw failure;
        }
    }

    private static IOException inUse(Path directory, String pid) {
        return new IOException("directory must be of one open history: " + directory + " is in use by process " + pid);
    }

    private static void remove(Path directory) {
        synchronized (OF_PROCESS) {
            OF_PROCESS.remove(directory);
        }
    }

    /** Releases the directory. */
    void release() throws IOException {
        try {
            file.close();
        } finally {
            remove(directory);
        }
    }
}
