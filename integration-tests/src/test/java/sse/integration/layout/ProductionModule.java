package sse.integration.layout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A module of the repository with its sources.
 *
 * @param artifact its directory
 */
record ProductionModule(String artifact) {
    static final Path ROOT = Path.of(System.getProperty("sse.root"));

    /** The modules that are published, with a module descriptor. */
    static final List<ProductionModule> PUBLISHED = Stream.of(
                    "sse-api",
                    "sse-nio",
                    "sse-jdkhttp",
                    "sse-servlet",
                    "sse-client",
                    "sse-history-file",
                    "sse-redis",
                    "sse-testkit",
                    "sse-conformance")
            .map(ProductionModule::new)
            .toList();

    /** The modules without a module descriptor, and the examples. */
    private static final List<ProductionModule> OTHERS = Stream.of(
                    "sse-spring-boot-starter", "examples", "examples-spring-boot")
            .map(ProductionModule::new)
            .toList();

    /** Returns all modules with production code. */
    static Stream<ProductionModule> all() {
        return Stream.concat(PUBLISHED.stream(), OTHERS.stream());
    }

    /** Returns the directory of compiled classes. */
    Path classes() {
        return ROOT.resolve(artifact).resolve(Path.of("target", "classes"));
    }

    /** Returns the production sources. */
    List<Path> sources() {
        return javaFiles(ROOT.resolve(artifact).resolve(Path.of("src", "main", "java")));
    }

    /** Returns the packages that are exported to every module. */
    Set<String> exportedPackages() {
        try (InputStream in = Files.newInputStream(classes().resolve("module-info.class"))) {
            return ModuleDescriptor.read(in).exports().stream()
                    .filter(exports -> !exports.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the Java files below a directory, which need not exist. */
    static List<Path> javaFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return artifact;
    }
}
