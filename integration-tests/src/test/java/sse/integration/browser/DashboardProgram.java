package sse.integration.browser;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import sse.integration.fixtures.Jars;
import sse.integration.fixtures.Program;

/** Starts the dashboard from the packaged jars. */
final class DashboardProgram {
    private DashboardProgram() {}

    /** Starts it on a port; 0 takes any free one. */
    static Program start(String transport, int port) throws IOException {
        return Program.java(List.of(
                "-Dport=" + port,
                "--module-path",
                Jars.examples(transport, "uplot"),
                "--add-modules",
                "uplot",
                "--module",
                "sse.examples/sse.examples.Main",
                "dashboard"));
    }

    /** Waits until it listens and returns the address of its page. Called once. */
    static URI address(Program program) throws InterruptedException {
        return URI.create(
                program.awaitLine(" +(http://localhost:[0-9]+/) +the page").group(1));
    }
}
