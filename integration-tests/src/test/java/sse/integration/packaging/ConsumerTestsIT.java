package sse.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sse.integration.fixtures.Jars;
import sse.integration.fixtures.Program;

/**
 * Tests of a user's module that use the test kit, started as Surefire starts them by default: patched into the module,
 * which reads its own requirements and the class path and nothing else. Surefire puts on the module path what the
 * module requires and every module that provides a service, and the other jars on the class path.
 */
class ConsumerTestsIT {
    @TempDir
    private Path directory;

    @Test
    void usesTheTestKitFromAModularProject() throws Exception {
        Path module = directory.resolve("classes");
        Path tests = directory.resolve("test-classes");
        compile(
                module,
                List.of("--module-path", Jars.path("sse-api")),
                "consumer/module-info",
                "consumer/app/Consumer");
        compile(
                tests,
                List.of("--class-path", Jars.path("sse-api", "sse-testkit")),
                "consumer-tests/app/ConsumerCheck");

        List<String> arguments = new ArrayList<>(List.of(
                "--patch-module",
                "my.app=" + tests,
                "--add-reads",
                "my.app=ALL-UNNAMED",
                "--add-opens",
                "my.app/app=ALL-UNNAMED"));
        if (providesService("sse-testkit")) {
            arguments.addAll(List.of("--module-path", path(module, "sse-api", "sse-testkit")));
        } else {
            arguments.addAll(List.of("--module-path", path(module, "sse-api")));
            arguments.addAll(List.of("--class-path", Jars.path("sse-testkit")));
        }
        arguments.addAll(List.of("--module", "my.app/app.ConsumerCheck"));
        try (Program program = Program.java(arguments)) {
            assertThat(program.awaitExit()).as(program::output).isZero();
            assertThat(program.output()).isEqualTo("my.app received hello\n");
        }
    }

    private static boolean providesService(String artifact) {
        Set<ModuleDescriptor.Provides> provided = ModuleFinder.of(Jars.of(artifact))
                .findAll()
                .iterator()
                .next()
                .descriptor()
                .provides();
        return !provided.isEmpty();
    }

    private static String path(Path classes, String... artifacts) {
        return classes + File.pathSeparator + Jars.path(artifacts);
    }

    /** Compiles sources among the resources. */
    private void compile(Path output, List<String> options, String... names) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", output.toString()));
        arguments.addAll(options);
        for (String name : Arrays.asList(names)) {
            Path source = Files.createDirectories(
                            output.resolveSibling("sources").resolve(name).getParent())
                    .resolve(Path.of(name).getFileName() + ".java");
            String resource = "/" + name + ".java";
            try (var in = Objects.requireNonNull(ConsumerTestsIT.class.getResourceAsStream(resource), resource)) {
                Files.copy(in, source);
            }
            arguments.add(source.toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).as("javac's exit status").isZero();
    }
}
