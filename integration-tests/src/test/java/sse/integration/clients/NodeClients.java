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

/** The clients that npm installs, once for all tests of a JVM. */
public final class NodeClients {
    private static final Path DIRECTORY = Forks.directory("node-clients");

    private static @Nullable Optional<String> missing;

    private NodeClients() {}

    /** Returns why they are not installed; empty if they are. */
    public static synchronized Optional<String> missing() throws Exception {
        if (missing == null) {
            missing = install();
        }
        return missing;
    }

    private static Optional<String> install() throws Exception {
        Optional<Path> npm = SearchPath.find("npm");
        if (npm.isEmpty() || SearchPath.find("node").isEmpty()) {
            return Optional.of("there is no node or npm on the PATH");
        }
        InstalledClients.copy(DIRECTORY, "package.json", "package-lock.json");
        InstalledClients.copy(
                DIRECTORY, "anthropic-messages.mjs", "fetch-event-source.mjs", "openai.mjs", "openai-chat.mjs");
        return InstalledClients.run(
                DIRECTORY, List.of(npm.get().toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    }

    /** Returns a file of a package, once nothing is missing. */
    public static Path file(String name) {
        return DIRECTORY.resolve("node_modules").resolve(name);
    }

    static Program start(String script, URI uri) throws IOException {
        String node = SearchPath.find("node").orElseThrow().toString();
        return Program.start(new ProcessBuilder(node, DIRECTORY.resolve(script).toString(), uri.toString()));
    }
}
