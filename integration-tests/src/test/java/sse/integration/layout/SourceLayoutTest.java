package sse.integration.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sources keep the limits and words of the project's conventions. */
class SourceLayoutTest {
    private static final int MAX_FILE_LINES = 300;
    private static final int MAX_LINE_LENGTH = 120;
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** The modules with code that only tests and measures. */
    private static final Set<String> NEVER_USED = Set.of("integration-tests", "benchmarks", "stress");

    private static final Pattern PACKAGE_COMMENT = Pattern.compile("(?s)\\A/\\*\\*(.*?)\\*/\\s.*package .*");

    /** Without sources there is nothing to find: a module that is new or has another name would pass each of these. */
    @Test
    void readsEveryModuleWithProductionCode() {
        Set<String> read = ProductionModule.all()
                .filter(module -> !module.sources().isEmpty())
                .map(ProductionModule::artifact)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> built = MODULE.matcher(String.join("\n", lines(ProductionModule.ROOT.resolve("pom.xml"))))
                .results()
                .map(module -> module.group(1))
                .filter(module -> !NEVER_USED.contains(module))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(read).isEqualTo(built);
    }

    @Test
    void keepsProductionFilesShort() {
        Set<String> tooLong = production()
                .filter(file -> lines(file).size() > MAX_FILE_LINES)
                .map(SourceLayoutTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(tooLong).isEmpty();
    }

    @Test
    void keepsLinesShort() {
        Set<String> tooLong = ProductionModule.javaFiles(ProductionModule.ROOT).stream()
                .filter(file -> !name(file).contains("/target/"))
                .flatMap(file -> linesOver(MAX_LINE_LENGTH, file))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(tooLong).isEmpty();
    }

    @Test
    void describesEveryPackage() {
        Map<Path, List<Path>> byDirectory = production()
                .filter(file -> !file.endsWith("module-info.java"))
                .collect(Collectors.groupingBy(Path::getParent));
        Set<String> undescribed = byDirectory.entrySet().stream()
                .filter(entry -> !isDescribed(entry.getKey(), entry.getValue()))
                .map(entry -> name(entry.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(undescribed).isEmpty();
    }

    @Test
    void usesPlainTechnicalEnglish() {
        Map<String, Collection<String>> found = new TreeMap<>();
        production().forEach(file -> {
            Set<String> words = new TreeSet<>(Prose.privateWords(String.join("\n", lines(file))));
            if (!words.isEmpty()) {
                found.put(name(file), words);
            }
        });
        assertThat(found).isEmpty();
        assertThat(Prose.privateWords("An Outbox says whether nobody was told; a subscriber that lags is notified."))
                .containsExactly("Outbox", "says whether", "nobody", "was told");
    }

    private static boolean isDescribed(Path directory, List<Path> files) {
        Path info = directory.resolve("package-info.java");
        return files.contains(info)
                && PACKAGE_COMMENT.matcher(String.join("\n", lines(info))).matches();
    }

    private static Stream<String> linesOver(int limit, Path file) {
        List<String> lines = lines(file);
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).length() > limit)
                .mapToObj(i -> name(file) + ":" + (i + 1));
    }

    private static Stream<Path> production() {
        return ProductionModule.all().flatMap(module -> module.sources().stream());
    }

    private static String name(Path file) {
        return ProductionModule.ROOT.relativize(file).toString().replace('\\', '/');
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
