package sse.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many files a process may open, sockets among them. */
final class DescriptorLimit {
    /** What a server or the subscribers have open beside streams. */
    private static final int OTHER_FILES = 500;

    private static final Path LIMITS = Path.of("/proc/self/limits");

    private DescriptorLimit() {}

    /**
     * Checks that a process may open a number of streams, where the system exposes its limit.
     *
     * @throws LoadException if it cannot
     */
    static void require(int streams) throws LoadException {
        if (Files.exists(LIMITS)) {
            try {
                require(streams, hard(Files.readAllLines(LIMITS)));
            } catch (IOException failure) {
                throw new LoadException("limits of this process must be readable: " + LIMITS, failure);
            }
        }
    }

    static void require(int streams, long files) throws LoadException {
        if (streams > files - OTHER_FILES) {
            throw new LoadException("streams must be at most " + (files - OTHER_FILES) + ", because a process may open "
                    + files + " files (see ulimit -n): " + streams);
        }
    }

    /** Returns the limit that a process can raise its own to, as a JVM does. */
    static long hard(List<String> limits) {
        return limits.stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.trim().split(" +", -1)[4])
                .mapToLong(value -> value.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(value))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
