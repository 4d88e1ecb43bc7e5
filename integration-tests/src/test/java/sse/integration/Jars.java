package sse.integration;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The packaged jars of this build. */
final class Jars {
    private static final Path DIRECTORY = Path.of(System.getProperty("sse.jars"));

    private Jars() {}

    /** Returns a module's jar, by its artifact's name. */
    static Path of(String artifact) {
        Path jar = DIRECTORY.resolve(artifact + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("jar must be packaged before these tests run (mvn verify): " + jar);
        }
        return jar;
    }

    /** Returns a class path or module path of some of them. */
    static String path(String... artifacts) {
        return Arrays.stream(artifacts)
                .map(name -> of(name).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
