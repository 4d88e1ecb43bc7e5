package sse.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sse.api.Headers;
import sse.integration.fixtures.Http;
import sse.integration.fixtures.Jars;
import sse.integration.fixtures.Program;
import sse.testkit.TestClient;

/**
 * Every block of Java in the documents is verified, in one of three ways:
 *
 * <ol>
 *   <li>a whole program, with {@code main}: it is compiled from the page itself and run, by a test of this class;
 *   <li>whole statements, members or types: they are the same, word for word, in a source file that is compiled with
 *       the build, in a test method or in something that the file uses;
 *   <li>a fragment, marked {@code java fragment}: it is a part of another verified block.
 * </ol>
 */
class SnippetsIT {
    /** Where the code of the documents is compiled and run. */
    private static final List<String> SOURCES = List.of(
            "integration-tests/src/test/java/sse/integration/guides",
            "integration-tests/src/test/resources/consumer",
            "sse-servlet/src/test/java/sse/servlet",
            "sse-spring-boot-starter/src/test/java/sse/spring/boot",
            "benchmarks/src/test/java/sse/benchmarks/peers");

    /** What the program of each page is called. */
    private static final Map<String, String> PROGRAMS =
            Map.of("README.md", "Hello", "docs/getting-started.md", "Board");

    private static final List<JavaSource> sources = new ArrayList<>();
    private static final List<String> wholeBlocks = new ArrayList<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void readSources() throws IOException {
        for (String source : SOURCES) {
            try (Stream<Path> files = Files.walk(Markdown.ROOT.resolve(source))) {
                for (Path file :
                        files.filter(name -> name.toString().endsWith(".java")).toList()) {
                    sources.add(JavaSource.read(file));
                }
            }
        }
        for (String page : DocumentsIT.documents()) {
            Markdown.read(page).blocks("java").stream()
                    .filter(block -> !block.isFragment())
                    .forEach(block -> wholeBlocks.add(block.text()));
        }
    }

    @TestFactory
    Stream<DynamicTest> verifiesEveryBlock() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String page : DocumentsIT.documents()) {
            for (Markdown.Block block : Markdown.read(page).blocks("java")) {
                String firstLine = block.text().lines().findFirst().orElse("");
                tests.add(DynamicTest.dynamicTest(page + ": " + firstLine, () -> verify(page, block)));
            }
        }
        return tests.stream();
    }

    private static void verify(String page, Markdown.Block block) {
        if (block.isFragment()) {
            assertThat(wholeBlocks)
                    .as("blocks, one of which has the fragment%n%s", block.text())
                    .anyMatch(whole -> hasAtSomeIndentation(whole, block.text()));
        } else if (block.isProgram()) {
            assertThat(PROGRAMS).containsKey(page);
        } else {
            Optional<JavaSource> source = sources.stream()
                    .filter(candidate -> candidate.find(block.text()).isPresent())
                    .findFirst();
            assertThat(source)
                    .as("whole statements, members or types in one of %s:%n%s", SOURCES, block.text())
                    .isPresent();
            String member = source.get().find(block.text()).orElseThrow();
            assertThat(sources.stream().anyMatch(user -> user.isUsed(member)) || member.endsWith(".java"))
                    .as("%s in %s is used", member, source.get())
                    .isTrue();
        }
    }

    private static boolean hasAtSomeIndentation(String whole, String fragment) {
        return IntStream.rangeClosed(0, 24).mapToObj(fragment::indent).anyMatch(whole::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse-nio", "sse-jdkhttp"})
    void runsProgramOfReadme(String transport) throws Exception {
        try (Program program = start("README.md", transport)) {
            URI uri = uri(program);
            assertThat(Http.text(uri)).isEqualTo("ok");
            try (Http.Stream stream = Http.stream(uri)) {
                assertThat(stream.block()).isEqualTo(":\nretry: 3000\ndata: hello\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse-nio", "sse-jdkhttp"})
    void runsProgramOfGettingStarted(String transport) throws Exception {
        try (Program program = start("docs/getting-started.md", transport)) {
            URI uri = uri(program);
            assertThat(Http.text(uri)).startsWith("<!doctype html>").contains("new EventSource(\"/messages\")");
            assertThat(post(uri, "before")).isEqualTo(204);
            try (Http.Stream stream = Http.stream(uri.resolve("/messages"))) {
                assertThat(stream.block()).matches(":\nretry: 3000\nid: [^\n]+\ndata: before\n");
                assertThat(post(uri, "after")).isEqualTo(204);
                assertThat(stream.block()).matches("id: [^\n]+\ndata: after\n");
            }
        }
    }

    private static int post(URI server, String text) {
        return TestClient.to(server)
                .request("POST", "/messages", Headers.empty(), text)
                .status();
    }

    private Program start(String page, String transport) throws IOException {
        String name = PROGRAMS.get(page);
        List<String> programs = Markdown.read(page).blocks("java").stream()
                .filter(Markdown.Block::isProgram)
                .map(Markdown.Block::text)
                .toList();
        assertThat(programs).hasSize(1);
        assertThat(programs.get(0)).contains(".port(8080)").contains("class " + name + " ");
        Path file = directory.resolve(name + ".java");
        Files.writeString(file, programs.get(0).replace(".port(8080)", ".port(0)"));
        return Program.java(List.of("-cp", Jars.path("sse-api", transport), file.toString()));
    }

    private static URI uri(Program program) throws InterruptedException {
        return URI.create(
                program.awaitLine("listening on (http://localhost:[0-9]+/)").group(1));
    }

    @Test
    void findsOnlyWholeStatements() throws IOException {
        Path file = directory.resolve("Sample.java");
        Files.writeString(file, """
                class Sample {
                    int used() {
                        int one = 1;
                        // why
                        int two = one
                                + one;
                        return two + other();
                    }

                    /** Other. */
                    int other() {
                        return 0;
                    }

                    int unused() {
                        return used();
                    }
                }
                """);
        JavaSource source = JavaSource.read(file);

        assertThat(source.find("int one = 1;\n")).contains("used");
        assertThat(source.find("// why\nint two = one\n        + one;\n")).contains("used");
        assertThat(source.find("/** Other. */\nint other() {\n    return 0;\n}\n"))
                .contains("other");
        assertThat(source.find("int two = one\n")).isEmpty();
        assertThat(source.find("        + one;\n")).isEmpty();
        assertThat(source.find("return 1;\n")).isEmpty();
        assertThat(source.isUsed("used")).isTrue();
        assertThat(source.isUsed("unused")).isFalse();
    }
}
