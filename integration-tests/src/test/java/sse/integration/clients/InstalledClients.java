package sse.integration.clients;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Copies the clients of a package manager out of the test's resources, and runs its installations. */
final class InstalledClients {
    private InstalledClients() {}

    /** Copies resources into a directory. */
    static void copy(Path directory, String... names) throws IOException {
        copyFrom(".", directory, names);
    }

    /** Copies the resources of a folder into a directory. */
    static void copyFrom(String folder, Path directory, String... names) throws IOException {
        Files.createDirectories(directory);
        for (String name : names) {
            try (InputStream in = InstalledClients.class.getResourceAsStream("/clients/" + folder + "/" + name)) {
                Files.write(
                        directory.resolve(name),
                        Objects.requireNonNull(in, name).readAllBytes());
            }
        }
    }

    /** Runs an installation. Returns its output if it fails: without a network, for example. */
    static Optional<String> run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path log = directory.resolve("install.log");
        Process install = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = install.waitFor(150, SECONDS);
            return ended && install.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of(command + " failed: " + Files.readString(log));
        } finally {
            install.descendants().forEach(ProcessHandle::destroyForcibly);
            install.destroyForcibly();
        }
    }
}
