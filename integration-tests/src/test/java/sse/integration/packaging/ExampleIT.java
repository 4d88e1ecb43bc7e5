package sse.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.spi.history.EntryId;
import sse.integration.fixtures.Http;
import sse.integration.fixtures.Jars;
import sse.integration.fixtures.Program;
import sse.integration.fixtures.SearchPath;

/** Examples as {@code mvn -pl examples run} starts them: from jars on the module path. */
class ExampleIT {
    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void servesThePrintedAddresses(String transport) throws Exception {
        try (Program program = start(transport, "0", "ticks")) {
            program.awaitLine("ticks on " + transport + ":");
            URI demo = URI.create(program.awaitLine(" +(http://localhost:[0-9]+/demo) +the page")
                    .group(1));
            URI root = URI.create(program.awaitLine(" +(http://localhost:[0-9]+/) +the stream, .*")
                    .group(1));
            assertThat(root).isEqualTo(demo.resolve("/"));
            assertThat(Http.text(root)).isEqualTo("ok");
            assertThat(Http.text(demo)).startsWith("<!doctype html>");
            try (Http.Stream stream = Http.stream(root)) {
                assertThat(stream.block()).isEqualTo(":\nretry: 3000\nevent: message\nid: 1\ndata: hello\n");
            }
            try (Http.Stream stream = Http.stream(root, "Last-Event-ID", "41")) {
                assertThat(stream.block()).isEqualTo(":\nretry: 3000\nevent: message\nid: 42\ndata: hello\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void closesStreamsOnSigterm(String transport) throws Exception {
        try (Program program = start(transport, "0", "ticks");
                Http.Stream stream = Http.stream(rootOf(program))) {
            assertThat(stream.block()).isEqualTo(":\nretry: 3000\nevent: message\nid: 1\ndata: hello\n");
            program.terminate();
            // An aborted stream would throw here.
            stream.rest();
            // 128 + SIGTERM, after the shutdown hook.
            assertThat(program.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void sharesTopicBetweenServersOfCluster() throws Exception {
        assumeTrue(SearchPath.find("redis-server").isPresent(), "redis-server must be on the path");
        try (Program program = start("nio", "0", "cluster")) {
            URI page = URI.create(
                    program.awaitLine(" +(http://localhost:[0-9]+/) +the page").group(1));
            Matcher second = Pattern.compile("hostname}:([0-9]+)`").matcher(Http.text(page));
            assertThat(second.find()).isTrue();
            URI ofSecond = URI.create("http://localhost:" + second.group(1) + "/numbers");
            try (Http.Stream first = Http.stream(page.resolve("/numbers"))) {
                String id = first.lineAfter("id: ");
                String next = first.lineAfter("id: ");
                try (Http.Stream resumed = Http.stream(ofSecond, "Last-Event-ID", id)) {
                    assertThat(resumed.lineAfter("id: ")).isEqualTo(next);
                }
            }
        }
    }

    @Test
    void keepsTicksOverRestart(@TempDir Path directory) throws Exception {
        String history = "-Dhistory=" + directory.resolve("ticks");
        String seen;
        try (Program program = start("nio", "0", "ticks", history)) {
            URI root = rootOf(program);
            try (Http.Stream stream = Http.stream(root)) {
                seen = idOf(stream);
            }
            program.terminate();
            program.awaitExit();
        }
        try (Program program = start("nio", "0", "ticks", history);
                Http.Stream stream = Http.stream(rootOf(program), "Last-Event-ID", seen)) {
            EntryId next = EntryId.parse(idOf(stream)).orElseThrow();
            assertThat(next.log()).isEqualTo(EntryId.parse(seen).orElseThrow().log());
            assertThat(next).isGreaterThan(EntryId.parse(seen).orElseThrow());
        }
    }

    /** A page that was open receives what follows its last reading; a new one also the readings of before. */
    @Test
    void keepsDashboardOverRestart(@TempDir Path directory) throws Exception {
        String history = "-Dhistory=" + directory.resolve("dashboard");
        String first;
        String second;
        try (Program program = startDashboard(history)) {
            try (Http.Stream stream = Http.stream(readingsOf(program))) {
                first = stream.lineAfter("id: ");
                second = stream.lineAfter("id: ");
            }
            program.signal("KILL");
            program.awaitExit();
        }
        try (Program program = startDashboard(history)) {
            URI readings = readingsOf(program);
            try (Http.Stream open = Http.stream(readings, "Last-Event-ID", first);
                    Http.Stream fresh = Http.stream(readings)) {
                assertThat(open.lineAfter("id: ")).isEqualTo(second);
                assertThat(fresh.lineAfter("id: ")).isEqualTo(first);
                assertThat(fresh.lineAfter("id: ")).isEqualTo(second);
            }
        }
    }

    private static Program startDashboard(String history) throws IOException {
        return Program.java(List.of(
                history,
                "-Dport=0",
                "--module-path",
                Jars.examples("nio", "uplot"),
                "--add-modules",
                "uplot",
                "--module",
                "sse.examples/sse.examples.Main",
                "dashboard"));
    }

    private static URI readingsOf(Program program) throws InterruptedException {
        return URI.create(
                program.awaitLine(" +(http://localhost:[0-9]+/readings) .*").group(1));
    }

    private static String idOf(Http.Stream stream) throws IOException {
        Matcher block = Pattern.compile(":\nretry: 3000\nevent: message\nid: (.*)\ndata: hello\n")
                .matcher(stream.block());
        assertThat(block.matches()).isTrue();
        return block.group(1);
    }

    @Test
    void listsExamplesIfTheNameIsUnknown() throws Exception {
        try (Program program = start("nio", "0", "tics")) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.output())
                    .isEqualTo(
                            "no example named \"tics\"; found [a2a, chat, cluster, dashboard, datastar, mcp, messages,"
                                    + " relay, resume, ticks]."
                                    + " Choose one: mvn -pl examples run -Dexample=ticks\n");
        }
    }

    @Test
    void rejectsAnInvalidPort() throws Exception {
        try (Program program = start("nio", "65536", "ticks")) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.output())
                    .isEqualTo("port must be a number between 0 and 65535: \"65536\"."
                            + " Choose one: mvn -pl examples run -Dport=8080\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "jdkhttp"})
    void explainsHowToChangeATakenPort(String transport) throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                Program program = start(transport, Integer.toString(taken.getLocalPort()), "ticks")) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.output())
                    .contains(":" + taken.getLocalPort() + ": Address already in use.")
                    .endsWith(" Choose another port: mvn -pl examples run -Dport=" + (taken.getLocalPort() + 1) + "\n");
        }
    }

    private static URI rootOf(Program program) throws InterruptedException {
        return URI.create(program.awaitLine(" +(http://localhost:[0-9]+/) .*").group(1));
    }

    private static Program start(String transport, String port, String example) throws IOException {
        return start(transport, port, example, "-Dhistory=");
    }

    private static Program start(String transport, String port, String example, String history) throws IOException {
        return Program.java(List.of(
                history,
                "-Dport=" + port,
                "--module-path",
                Jars.examples(transport),
                "--module",
                "sse.examples/sse.examples.Main",
                example));
    }
}
