package sse.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The guarantees and the tests agree both ways: the tests that the page names exist, and each test class that a reader
 * would look for there is named by a row, or listed with a reason. {@link DocumentsIT} checks the links.
 */
class GuaranteesIT {
    private static final String PAGE = "docs/reference/guarantees.md";
    private static final String OTHERS = "\n## Other tests\n";
    private static final Pattern NAMED_APART = Pattern.compile("\\]\\(([^)]+\\.java)\\)`\\.(\\w+)`");
    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|TestFactory)\\b");
    private static final Pattern PROOF = Pattern.compile("\\b([A-Z]\\w+(?:IT|Test))\\b");

    /**
     * Where tests without a mutation may be: they show how software of others behaves, or how an example is started.
     */
    private static final Set<String> OUTSIDE = Set.of("browser", "proxy", "redis", "packaging");

    private final String page = read(PAGE);
    private final String rows = page.substring(0, page.indexOf(OTHERS));
    private final String others = page.substring(page.indexOf(OTHERS));

    @Test
    void nameExistingMethods() throws IOException {
        List<MatchResult> named = NAMED_APART.matcher(page).results().toList();

        assertThat(named).isNotEmpty();
        for (MatchResult test : named) {
            assertThat(Files.readString(resolve(test.group(1))))
                    .as(test.group())
                    .containsPattern(" (void|class|Stream<DynamicTest>) " + test.group(2) + "\\b");
        }
    }

    @Test
    void nameEveryClassOrGiveReason() throws IOException {
        Set<Path> named = targets(rows);
        Set<Path> listed = targets(others);
        Set<Path> missing = new TreeSet<>();
        Set<Path> both = new TreeSet<>();
        for (Path test : testClasses()) {
            boolean isListed = listed.contains(test) || listed.contains(test.getParent());
            if (!named.contains(test) && !isListed) {
                missing.add(Markdown.ROOT.relativize(test));
            } else if (named.contains(test) && listed.contains(test)) {
                both.add(Markdown.ROOT.relativize(test));
            }
        }

        assertThat(missing)
                .as("test classes that are in neither table of " + PAGE)
                .isEmpty();
        assertThat(both)
                .as("test classes that need no reason, as a row names them")
                .isEmpty();
    }

    @Test
    void giveReasonsForTestsOnly() throws IOException {
        Set<Path> tests = new HashSet<>(testClasses());
        Set<Path> packages = tests.stream().map(Path::getParent).collect(Collectors.toSet());
        packages.addAll(tests);

        assertThat(targets(others)).isNotEmpty().isSubsetOf(packages);
        assertThat(tableRows(others))
                .allSatisfy(row -> assertThat(row.get(row.size() - 1)).isNotBlank());
    }

    @Test
    void sayWhatWasChanged() {
        List<List<String>> table = tableRows(rows);

        assertThat(table)
                .hasSizeGreaterThan(100)
                .allSatisfy(row -> assertThat(row).hasSize(3).last().asString().isNotBlank());
        assertThat(table)
                .filteredOn(row -> row.get(2).equals("–"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(targets(row.get(1)))
                        .allSatisfy(test -> assertThat(OUTSIDE)
                                .as("a mutation of %s", test.getFileName())
                                .contains(test.getParent().getFileName().toString())));
    }

    /** A test that the README names has a row; it may link a section of this page in its place, which has rows. */
    @Test
    void haveRowsForProofsOfReadme() throws IOException {
        Markdown readme = Markdown.read("README.md");
        Set<String> proofs = PROOF.matcher(readme.text())
                .results()
                .map(proof -> proof.group(1))
                .collect(Collectors.toSet());
        List<String> sections = readme.links().stream()
                .map(Markdown.Link::target)
                .filter(target -> target.startsWith(PAGE + "#"))
                .map(target -> target.substring(PAGE.length() + 1))
                .toList();

        assertThat(proofs).allSatisfy(proof -> assertThat(rows).containsPattern("\\b" + proof + "\\b"));
        assertThat(sections)
                .isNotEmpty()
                .allSatisfy(section -> assertThat(tableRows(sectionOf(section))).isNotEmpty());
    }

    /** Returns the part of the rows below the heading of an anchor. */
    private String sectionOf(String anchor) {
        return Stream.of(rows.split("(?m)^(?=## )"))
                .filter(section -> section.lines()
                        .findFirst()
                        .map(heading -> heading.replaceFirst("^## ", "")
                                .toLowerCase(Locale.ROOT)
                                .replace(' ', '-'))
                        .filter(anchor::equals)
                        .isPresent())
                .findFirst()
                .orElse("");
    }

    /** Returns the cells of each row of the page's tables, without their headings. */
    private static List<List<String>> tableRows(String text) {
        List<List<String>> table = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("|") && !line.startsWith("|---") && !line.contains("| Test |")) {
                List<String> cells = new ArrayList<>();
                for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
                    cells.add(cell.strip());
                }
                table.add(cells);
            }
        }
        return table;
    }

    /** Returns the classes with tests of the integration tests and of the contracts. */
    private static List<Path> testClasses() throws IOException {
        try (Stream<Path> integration = Files.walk(Markdown.ROOT.resolve("integration-tests/src/test/java"));
                Stream<Path> contracts =
                        Files.walk(Markdown.ROOT.resolve("sse-testkit/src/main/java/sse/testkit/internal/contract"))) {
            return Stream.concat(integration, contracts)
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> TEST.matcher(text(file)).find())
                    .toList();
        }
    }

    private static Set<Path> targets(String text) {
        return Pattern.compile("\\]\\((\\.\\./[^)#]+)\\)")
                .matcher(text)
                .results()
                .map(link -> resolve(link.group(1)))
                .collect(Collectors.toSet());
    }

    private static Path resolve(String target) {
        return Markdown.ROOT.resolve(PAGE).resolveSibling(target).normalize();
    }

    private static String read(String name) {
        return text(Markdown.ROOT.resolve(name));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
