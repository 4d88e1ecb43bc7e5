package sse.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sse.integration.fixtures.Jars;

/** Module descriptors and service files of the packaged jars. */
class PackagedJarsIT {
    private static final String TRANSPORT = "sse.api.spi.Transport";

    @ParameterizedTest
    @CsvSource({
        "sse-api, sse.api, java.base",
        "sse-nio, sse.nio, java.base sse.api",
        "sse-jdkhttp, sse.jdkhttp, java.base jdk.httpserver sse.api",
        "sse-servlet, sse.servlet, jakarta.servlet java.base sse.api",
        "sse-client, sse.client, java.base java.net.http sse.api",
        "sse-redis, sse.redis, java.base redis.clients.jedis sse.api",
        "sse-history-file, sse.history.file, java.base sse.api",
        "sse-conformance, sse.conformance, java.base jdk.httpserver",
        "examples, sse.examples, com.fasterxml.jackson.databind java.base java.management jdk.management"
                + " sse.api sse.client sse.history.file sse.redis"
    })
    void requiresOnlyJdkAndProjectModules(String artifact, String name, String required) {
        ModuleDescriptor module = module(artifact);
        Set<String> needed = module.requires().stream()
                .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(module.name()).isEqualTo(name);
        assertThat(String.join(" ", needed)).isEqualTo(required);
    }

    @ParameterizedTest
    @CsvSource({
        "sse-api, sse.api sse.api.spi sse.api.spi.history sse.api.spi.http sse.api.spi.support",
        "sse-nio, sse.nio",
        "sse-jdkhttp, sse.jdkhttp",
        "sse-servlet, sse.servlet",
        "sse-client, sse.client",
        "sse-redis, sse.redis",
        "sse-history-file, sse.history.file",
        "sse-conformance, sse.conformance sse.conformance.junit",
        "sse-testkit, sse.testkit"
    })
    void exportsOnlyPublicPackages(String artifact, String packages) {
        Set<String> exported = module(artifact).exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(String.join(" ", exported)).isEqualTo(packages);
        // The contract's tests are not public, and JUnit runs them.
        Set<String> openedTo = module(artifact).opens().stream()
                .flatMap(opens -> opens.isQualified() ? opens.targets().stream() : Stream.of("everybody"))
                .collect(Collectors.toSet());
        assertThat(openedTo)
                .isEqualTo(artifact.equals("sse-testkit") ? Set.of("org.junit.platform.commons") : Set.of());
    }

    @Test
    void exportsNothingFromExamples() {
        assertThat(module("examples").exports()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse-nio", "sse-jdkhttp"})
    void declaresSameTransportOnBothPaths(String artifact) throws IOException {
        List<String> provided = module(artifact).provides().stream()
                .filter(provides -> provides.service().equals(TRANSPORT))
                .flatMap(provides -> provides.providers().stream())
                .toList();
        assertThat(provided).hasSize(1);
        assertThat(serviceFile(artifact)).isEqualTo(provided);
    }

    /** Surefire puts providers on the module path, where a module under test does not read them. */
    @Test
    void declaresTestTransportOnlyOnTheClassPath() throws IOException {
        assertThat(module("sse-testkit").provides()).isEmpty();
        assertThat(serviceFile("sse-testkit")).containsExactly("sse.testkit.MemoryTransport");
    }

    @Test
    void declaresNoTransportInTheApi() throws IOException {
        assertThat(module("sse-api").provides()).isEmpty();
        assertThat(module("sse-api").uses()).containsExactly(TRANSPORT);
        try (JarFile jar = new JarFile(Jars.of("sse-api").toFile())) {
            assertThat(jar.getEntry("META-INF/services/" + TRANSPORT)).isNull();
        }
    }

    private static ModuleDescriptor module(String artifact) {
        return ModuleFinder.of(Jars.of(artifact)).findAll().iterator().next().descriptor();
    }

    private static List<String> serviceFile(String artifact) throws IOException {
        try (JarFile jar = new JarFile(Jars.of(artifact).toFile())) {
            ZipEntry entry = jar.getEntry("META-INF/services/" + TRANSPORT);
            assertThat(entry).as("service file of " + artifact).isNotNull();
            String text = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
