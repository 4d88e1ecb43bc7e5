package sse.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sse.integration.fixtures.Http;
import sse.integration.fixtures.Jars;
import sse.integration.fixtures.Program;

/**
 * A user's program, compiled against {@code sse-api.jar} alone and started in its own process with different
 * transports.
 */
class ConsumerIT {
    private static final String NONE =
            "no transport on the path; found none. Add the jar of one: io.github.ssejava:sse-nio (raw NIO, for scale)"
                    + " or io.github.ssejava:sse-jdkhttp (the JDK's HttpServer)";
    private static final String BOTH =
            "more than one transport on the path: jdkhttp (sse.jdkhttp.JdkHttpTransport), nio (sse.nio.NioTransport)."
                    + " Keep one jar, or choose with -Dsse.transport=jdkhttp"
                    + " or SseServer.builder().transport(\"jdkhttp\")";

    @TempDir
    static Path directory;

    /** The path on which the JVM finds the jars. */
    enum Placement {
        MODULE_PATH {
            @Override
            List<String> arguments(Path compiled, String... jars) {
                return List.of("--module-path", path(compiled, jars), "--module", "my.app/app.Consumer");
            }
        },
        CLASS_PATH {
            @Override
            List<String> arguments(Path compiled, String... jars) {
                return List.of("-classpath", path(compiled, jars), "app.Consumer");
            }
        };

        abstract List<String> arguments(Path compiled, String... jars);

        private static String path(Path compiled, String... jars) {
            return compiled.resolve("classes") + File.pathSeparator + Jars.path(jars);
        }
    }

    @BeforeAll
    static void compileAgainstTheApiAlone() throws IOException {
        Path sources = Files.createDirectories(directory.resolve("app"));
        Path module = copyOfResource("/consumer/module-info.java", directory.resolve("module-info.java"));
        Path program = copyOfResource("/consumer/app/Consumer.java", sources.resolve("Consumer.java"));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-Xlint:all",
                        "-Werror",
                        "-d",
                        directory.resolve("classes").toString(),
                        "--module-path",
                        Jars.path("sse-api"),
                        // The default would be the class path of this test.
                        "--class-path",
                        sources.toString(),
                        module.toString(),
                        program.toString());
        assertThat(status).as("javac's exit status").isZero();
    }

    static Stream<Arguments> everyTransportInEveryPlacement() {
        return Stream.of("sse-nio", "sse-jdkhttp")
                .flatMap(jar -> Stream.of(Placement.values()).map(placement -> Arguments.of(jar, placement)));
    }

    @ParameterizedTest
    @MethodSource("everyTransportInEveryPlacement")
    void usesTheOnlyTransport(String transport, Placement placement) throws Exception {
        try (Program program = start(List.of(), placement, "sse-api", transport)) {
            assertServes(program);
        }
    }

    @ParameterizedTest
    @EnumSource
    void usesTheNamedTransport(Placement placement) throws Exception {
        List<String> choice = List.of("-Dsse.transport=nio");
        try (Program program = start(choice, placement, "sse-api", "sse-jdkhttp", "sse-nio")) {
            assertServes(program);
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesJarsToAddWithoutTransport(Placement placement) throws Exception {
        assertThat(failure(placement, "sse-api")).isEqualTo(NONE);
    }

    @ParameterizedTest
    @EnumSource
    void explainsTheChoiceAmongTwoTransports(Placement placement) throws Exception {
        assertThat(failure(placement, "sse-api", "sse-nio", "sse-jdkhttp")).isEqualTo(BOTH);
    }

    @Test
    void listsTransportsIfTheNamedIsAbsent() throws Exception {
        try (Program program = start(List.of("-Dsse.transport=nioo"), Placement.MODULE_PATH, "sse-api", "sse-nio")) {
            assertThat(messageOf(program))
                    .isEqualTo("no transport named \"nioo\" on the path; found nio (sse.nio.NioTransport)."
                            + " Add the jar of one: io.github.ssejava:sse-jdkhttp (the JDK's HttpServer)");
        }
    }

    @ParameterizedTest
    @CsvSource({"MODULE_PATH, sse.nio", "CLASS_PATH, java.base"})
    void servesWithoutFlightRecorder(Placement placement, String allThereIs) throws Exception {
        try (Program program = start(List.of("--limit-modules", allThereIs), placement, "sse-api", "sse-nio")) {
            assertServes(program);
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordsStreamsInFlightRecorder(Placement placement) throws Exception {
        Path recording = directory.resolve(placement + ".jfr");
        List<String> options = List.of("-XX:StartFlightRecording:filename=" + recording);
        try (Program program = start(options, placement, "sse-api", "sse-nio")) {
            assertServes(program);
        }
        assertThat(RecordingFile.readAllEvents(recording))
                .filteredOn(event -> event.getEventType().getName().equals("sse.Stream"))
                .extracting(event -> event.getString("closeReason"))
                .containsExactly("SHUTDOWN");
    }

    private static Program start(List<String> options, Placement placement, String... jars) throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(placement.arguments(directory, jars));
        return Program.java(arguments);
    }

    private static String failure(Placement placement, String... jars) throws Exception {
        try (Program program = start(List.of(), placement, jars)) {
            return messageOf(program);
        }
    }

    private static String messageOf(Program program) throws InterruptedException {
        String message = program.awaitLine("Exception in thread \"main\" java\\.lang\\.IllegalStateException: (.*)")
                .group(1);
        assertThat(program.awaitExit()).isEqualTo(1);
        return message;
    }

    private static void assertServes(Program program) throws Exception {
        URI server = URI.create(
                "http://localhost:" + program.awaitLine("port ([0-9]+)").group(1) + "/");
        assertThat(Http.text(server)).isEqualTo("ok");
        try (Http.Stream stream = Http.stream(server)) {
            assertThat(stream.block()).isEqualTo(":\nretry: 3000\nevent: greeting\nid: 1\ndata: hello\n");
            program.endInput();
            assertThat(stream.rest()).isEmpty();
        }
        program.awaitLine("closed");
        assertThat(program.awaitExit()).isZero();
    }

    private static Path copyOfResource(String name, Path target) throws IOException {
        try (var in = Objects.requireNonNull(ConsumerIT.class.getResourceAsStream(name), name)) {
            Files.copy(in, target);
        }
        return target;
    }
}
