package sse.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.StreamOptions;
import sse.api.spi.HttpLimits;
import sse.integration.fixtures.Http;
import sse.integration.fixtures.Jars;
import sse.integration.fixtures.Program;

/**
 * What the README shows is what is there: its code is compiled and run, its commands and coordinates exist, its
 * defaults are the code's.
 */
class ReadmeIT {
    /** Where the code of the README stands and is run by tests. */
    private static final List<String> SOURCES = List.of(
            "examples/src/main/java/sse/examples/Ticks.java",
            "integration-tests/src/test/java/sse/integration/ReadmeExamplesTest.java",
            "integration-tests/src/test/java/sse/integration/StreamMetrics.java",
            "integration-tests/src/test/resources/consumer/module-info.java");

    private static Markdown readme;
    private static List<String> programs;

    @BeforeAll
    static void read() throws IOException {
        readme = Markdown.read("README.md");
        programs = readme.blocks("java").stream()
                .filter(block -> block.contains("void main("))
                .toList();
    }

    @Test
    void showsOnlyCodeThatATestRuns() throws IOException {
        String sources = "";
        for (String source : SOURCES) {
            sources += Files.readString(Markdown.ROOT.resolve(source));
        }
        List<String> blocks = new ArrayList<>(readme.blocks("java"));
        blocks.addAll(Markdown.read("docs/guides/deployment.md").blocks("java"));
        for (String block : blocks) {
            assertThat(programs.contains(block) || containsAtSomeIndentation(sources, block))
                    .as("in one of %s:%n%s", SOURCES, block)
                    .isTrue();
        }
    }

    private static boolean containsAtSomeIndentation(String sources, String block) {
        return IntStream.rangeClosed(0, 20)
                .mapToObj(block::indent)
                .map(indented -> indented.replaceAll("(?m)^ +$", ""))
                .anyMatch(sources::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse-nio", "sse-jdkhttp"})
    void beginsWithAProgramThatRunsAsItIsShown(String transport, @TempDir Path directory) throws Exception {
        assertThat(programs).hasSize(1);
        Path file = directory.resolve("Hello.java");
        assertThat(programs.get(0)).contains(".port(8080)").contains("class Hello ");
        Files.writeString(file, programs.get(0).replace(".port(8080)", ".port(0)"));
        try (Program program = Program.java(List.of("-cp", Jars.path("sse-api", transport), file.toString()))) {
            URI uri = URI.create(
                    program.awaitLine("listening on (http://localhost:[0-9]+/)").group(1));
            assertThat(Http.text(uri)).isEqualTo("ok");
            try (Http.Stream stream = Http.stream(uri)) {
                assertThat(stream.block()).isEqualTo(": \nretry: 3000\n");
                assertThat(stream.block()).isEqualTo("data: hello\n");
            }
        }
    }

    @Test
    void namesCoordinatesThatExist() throws IOException {
        Matcher version = Pattern.compile("<artifactId>sse-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Markdown.ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        String xml = String.join("\n", readme.blocks("xml"));
        assertThat(valuesOf("groupId", xml)).containsExactly("io.github.ssejava");
        assertThat(valuesOf("version", xml)).containsExactly(version.group(1));
        assertThat(valuesOf("artifactId", xml)).isNotEmpty().allSatisfy(ReadmeIT::assertIsModule);
    }

    @Test
    void showsCommandsThatExist() throws IOException {
        List<String> commands = readme.blocks("sh").stream()
                .flatMap(String::lines)
                .map(line -> line.replaceAll(" +#.*", ""))
                .toList();
        assertThat(commands).contains("mvn -pl examples run", "mvn verify");
        for (String command : commands) {
            switch (command.split(" ", 2)[0]) {
                case "mvn" -> assertMavenKnows(command);
                case "java" -> assertClassPathExists(command);
                default -> assertThat(command).startsWith("curl ").contains("localhost:8080");
            }
        }
    }

    @Test
    void tellsTheDefaults() {
        StreamOptions options = StreamOptions.defaults();
        HttpLimits limits = HttpLimits.defaults();
        assertTells(kibibytes(options.sendQueueBytes()), "withSendQueueBytes");
        assertTells("`" + options.overflow() + "`", "withOverflow");
        assertTells(seconds(options.heartbeat().orElseThrow()), "withHeartbeat");
        assertTells(seconds(options.writeTimeout()), "withWriteTimeout");
        assertTells(seconds(options.retry().orElseThrow()), "withRetry");
        assertTells(kibibytes(limits.bodyBytes()), "limits");
        assertTells(kibibytes(limits.headerBytes()), "withHeaderBytes");
        assertTells(seconds(limits.requestTimeout()), "withRequestTimeout");
        assertTells(seconds(limits.idleTimeout()), "withIdleTimeout");
    }

    private static void assertTells(String value, String setter) {
        assertThat(readme.text()).contains("| " + value + " | `" + setter + "` |");
    }

    private static String kibibytes(int bytes) {
        assertThat(bytes % 1024).isZero();
        return bytes / 1024 + " KiB";
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    private static void assertMavenKnows(String command) throws IOException {
        String parent = Files.readString(Markdown.ROOT.resolve("pom.xml"));
        String phases = Files.readString(Markdown.ROOT.resolve(".mvn/lifecycles/META-INF/plexus/components.xml"));
        List<String> words = List.of(command.split(" +(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
        String pom = parent;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-pl")) {
                String module = words.get(++i);
                assertIsModule(module);
                pom += Files.readString(Markdown.ROOT.resolve(module).resolve("pom.xml"));
            } else if (word.startsWith("-D")) {
                String property = word.substring(2).replaceAll("=.*", "");
                assertThat(property.equals("skipTests")
                                || pom.contains("<" + property)
                                || pom.contains(">" + property + "<"))
                        .as("property of %s", command)
                        .isTrue();
            } else if (word.startsWith("-P")) {
                assertThat(parent).as("profile of %s", command).contains("<id>" + word.substring(2) + "</id>");
            } else if (!Set.of("verify", "install", "package").contains(word)) {
                assertThat(phases).as("phase of %s", command).contains("<phase>" + word + "</phase>");
            }
        }
    }

    /** The class path is one of modules' target directories, in which the packaged jars are. */
    private static void assertClassPathExists(String command) {
        Matcher classPath =
                Pattern.compile("java -cp \"([^\"]+)\" Hello\\.java").matcher(command);
        assertThat(classPath.matches()).as(command).isTrue();
        for (String entry : classPath.group(1).split(":")) {
            assertThat(entry).endsWith("/target/*");
            assertIsModule(entry.replace("/target/*", ""));
        }
    }

    private static void assertIsModule(String name) {
        assertThat(Markdown.ROOT.resolve(name).resolve("pom.xml")).exists();
    }

    private static List<String> valuesOf(String element, String xml) {
        return Pattern.compile("<" + element + ">([^<]+)</")
                .matcher(xml)
                .results()
                .map(value -> value.group(1))
                .distinct()
                .toList();
    }
}
