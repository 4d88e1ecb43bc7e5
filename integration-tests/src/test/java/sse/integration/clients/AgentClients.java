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

/** The clients of MCP and A2A that npm installs, once for all tests of a JVM. */
final class AgentClients {
    private static final Path DIRECTORY = Forks.directory("agent-clients");

    private static @Nullable Optional<String> missing;

    private AgentClients() {}

    /** Returns why they cannot be started; empty if they can. */
    static synchronized Optional<String> missing() throws Exception {
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
        InstalledClients.copyFrom(
                "agents", DIRECTORY, "package.json", "package-lock.json", "a2a.mjs", "mcp.mjs", "mcp-stateless.mjs");
        return InstalledClients.run(
                DIRECTORY, List.of(npm.get().toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
    }

    static Program start(String script, URI uri) throws IOException {
        String node = SearchPath.find("node").orElseThrow().toString();
        return Program.start(new ProcessBuilder(node, DIRECTORY.resolve(script).toString(), uri.toString()));
    }
}
