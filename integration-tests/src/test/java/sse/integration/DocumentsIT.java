package sse.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point to: files, sections, and the tests that prove a promise. */
class DocumentsIT {
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    static List<String> documents() throws IOException {
        try (Stream<Path> root = Files.list(Markdown.ROOT);
                Stream<Path> docs = Files.walk(Markdown.ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .map(file -> Markdown.ROOT.relativize(file).toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void pointsToWhatIsThere(String name) throws IOException {
        Markdown document = Markdown.read(name);
        for (Markdown.Link link : document.links()) {
            if (!link.target().startsWith("https://")) {
                assertLeadsSomewhere(document, link);
            }
        }
    }

    private static void assertLeadsSomewhere(Markdown document, Markdown.Link link) throws IOException {
        String[] parts = link.target().split("#", 2);
        Path target = parts[0].isEmpty()
                ? document.file()
                : document.file().resolveSibling(parts[0]).normalize();
        assertThat(target).as("target of %s", link).exists();
        if (parts.length == 2) {
            Path fromRoot = Markdown.ROOT.relativize(target);
            assertThat(Markdown.read(fromRoot.toString()).anchors())
                    .as("sections of %s", fromRoot)
                    .contains(parts[1]);
        }
        Matcher test = TEST.matcher(link.text());
        if (test.matches()) {
            assertThat(target.getFileName()).hasToString(test.group(1) + ".java");
            assertThat(Files.readString(target)).as("tests of %s", target).contains("void " + test.group(2) + "(");
        }
    }
}
