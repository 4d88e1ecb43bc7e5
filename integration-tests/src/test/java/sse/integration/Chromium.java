package sse.integration;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A headless browser that shows one page until it is closed. */
final class Chromium implements AutoCloseable {
    private static final List<String> OPTIONS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Process process;

    private Chromium(Process process) {
        this.process = process;
    }

    /** Finds the browser on the {@code PATH}. */
    static Optional<Path> executable() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Shows a page. The profile is an empty directory, which nothing touches any more once the browser is closed. */
    static Chromium show(Path executable, Path profile, URI page) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(executable.toString());
        builder.command().addAll(OPTIONS);
        builder.command().add("--user-data-dir=" + profile);
        builder.command().add(page.toString());
        builder.environment().put("TMPDIR", profile.toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(Path.of("target", "chromium.log").toFile());
        return new Chromium(builder.start());
    }

    @Override
    public void close() throws Exception {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .get(30, SECONDS);
    }
}
