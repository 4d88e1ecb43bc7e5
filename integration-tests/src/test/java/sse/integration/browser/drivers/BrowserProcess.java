package sse.integration.browser.drivers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.Waiting;

/**
 * The processes of one browser, and the temporary directory that is its home. {@link #close()} ends them, the last
 * started first, and deletes the directory.
 */
final class BrowserProcess implements AutoCloseable {
    private final Path home;
    private final List<Program> programs = new ArrayList<>();

    private BrowserProcess(Path home) {
        this.home = home;
    }

    /** Creates the directory. */
    static BrowserProcess create(Engine engine) throws IOException {
        return new BrowserProcess(Files.createTempDirectory("sse-" + engine + "-"));
    }

    Path home() {
        return home;
    }

    /**
     * Starts a program.
     *
     * @param environment variables besides {@code HOME}
     * @param command the program and its arguments
     */
    Program start(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("HOME", home.toString());
        // Without them a browser finds the desktop of whoever runs the tests.
        builder.environment().keySet().removeAll(List.of("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"));
        Program program = Program.start(builder);
        programs.add(program);
        return program;
    }

    boolean isAlive() {
        return programs.stream().allMatch(Program::isAlive);
    }

    @Override
    public void close() {
        for (int i = programs.size() - 1; i >= 0; i--) {
            programs.get(i).close();
        }
        // What a process has started may write for a moment after its end.
        Waiting.until("profile in " + home + " is deleted", this::deletesHome);
    }

    private boolean deletesHome() {
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException changing) {
            return false;
        }
        return Files.notExists(home);
    }
}
