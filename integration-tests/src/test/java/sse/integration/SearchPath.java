package sse.integration;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the system's programs are. */
final class SearchPath {
    private SearchPath() {}

    /** Finds a program on the {@code PATH}, or in further directories. */
    static Optional<Path> find(String program, String... more) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), Stream.of(more))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
