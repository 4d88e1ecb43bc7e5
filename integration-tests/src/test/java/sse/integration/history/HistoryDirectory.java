package sse.integration.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.ReadLimits;
import sse.history.file.FileHistory;
import sse.integration.fixtures.Program;

/** A directory with a history, and the programs that use it. */
final class HistoryDirectory implements AutoCloseable {
    private static final ReadLimits PAGE = ReadLimits.of(1_000, 1 << 20);

    private final Path path;

    private HistoryDirectory(Path path) {
        this.path = path;
    }

    static HistoryDirectory create() throws IOException {
        return new HistoryDirectory(Files.createTempDirectory("sse-history"));
    }

    Path path() {
        return path;
    }

    /** Starts a {@link NumberServer}. */
    Program startServer(String transport, int threads, int pauseMicros) throws IOException {
        return Program.java(List.of(
                "-cp",
                classPath(),
                NumberServer.class.getName(),
                path.toString(),
                transport,
                Integer.toString(threads),
                Integer.toString(pauseMicros)));
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Opens the history, closes it, and returns all its entries. */
    List<LogEntry> readAll() throws IOException {
        try (FileHistory history = FileHistory.open(path)) {
            List<LogEntry> all = new ArrayList<>();
            EntryId position = history.tail().toCompletableFuture().join();
            List<LogEntry> page;
            do {
                page = history.readAfter(position, PAGE)
                        .toCompletableFuture()
                        .join()
                        .entries();
                all.addAll(page);
                position = page.isEmpty() ? position : page.get(page.size() - 1).id();
            } while (!page.isEmpty());
            return all;
        }
    }

    /** Removes the directory. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
