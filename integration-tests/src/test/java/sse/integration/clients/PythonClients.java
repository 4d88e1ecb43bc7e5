package sse.integration.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sse.integration.fixtures.Forks;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.SearchPath;

/** The clients that pip installs into an environment of their own, once for all tests of a JVM. */
final class PythonClients {
    private static final Path DIRECTORY = Forks.directory("python-clients");
    private static final Path PYTHON = Path.of("venv", "bin", "python");

    private static @Nullable Optional<String> missing;

    private PythonClients() {}

    static synchronized Optional<String> missing() throws Exception {
        if (missing == null) {
            missing = install();
        }
        return missing;
    }

    private static Optional<String> install() throws Exception {
        Optional<Path> python = SearchPath.find("python3");
        if (python.isEmpty()) {
            return Optional.of("there is no python3 on the PATH");
        }
        InstalledClients.copy(DIRECTORY, "requirements.txt", "httpx_sse_reader.py", "openai_reader.py");
        Optional<String> failure =
                InstalledClients.run(DIRECTORY, List.of(python.get().toString(), "-m", "venv", "venv"));
        List<String> packages = List.of(
                PYTHON.toString(),
                "-m",
                "pip",
                "install",
                "--disable-pip-version-check",
                "--retries",
                "0",
                "--only-binary",
                ":all:",
                "-r",
                "requirements.txt");
        return failure.isPresent() ? failure : InstalledClients.run(DIRECTORY, packages);
    }

    static Program start(String script, URI uri) throws IOException {
        return Program.start(new ProcessBuilder(
                DIRECTORY.resolve(PYTHON).toString(), DIRECTORY.resolve(script).toString(), uri.toString()));
    }
}
